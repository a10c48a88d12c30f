// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProvenanceAnchor} from "../../src/provenance/ProvenanceAnchor.sol";
import {LogTree} from "../support/LogTree.sol";
import {Test, Vm} from "../support/Test.sol";

/// @notice An issuer's log only grows, each of its roots keeps its size and its time, and a leaf counts under both alone.
contract ProvenanceAnchorTest is Test {
    uint256 private constant NOW = 1_750_000_000;
    bytes32 private constant ROOT = keccak256("root");
    bytes32 private constant NEXT_ROOT = keccak256("next root");

    ProvenanceAnchor private _anchor;
    address private _issuer;
    address private _other;

    function setUp() public {
        vm.warp(NOW);
        _anchor = ProvenanceAnchor(deployed("ProvenanceAnchor.sol:ProvenanceAnchor", ""));
        _issuer = makeAddr("issuer");
        _other = makeAddr("other issuer");
    }

    function test_NothingIsAnchoredAtFirst() public view {
        _assertLatest(_issuer, bytes32(0), 0);
        _assertAnchor(_issuer, ROOT, 0, 0);
        _assertAnchor(_issuer, bytes32(0), 0, 0);
    }

    function test_AnchorsARootWithItsSizeAndTimeAndSaysSo() public {
        vm.expectEmit(address(_anchor));
        emit ProvenanceAnchor.RootAnchored(_issuer, ROOT, 1000);
        vm.prank(_issuer);
        _anchor.anchor(ROOT, 1000);

        _assertLatest(_issuer, ROOT, 1000);
        _assertAnchor(_issuer, ROOT, 1000, NOW);
    }

    function test_AnAnchorLogsOneEventOnly() public {
        vm.recordLogs();
        vm.prank(_issuer);
        _anchor.anchor(ROOT, 1);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics.length, 3, "issuer and root are searchable");
    }

    function test_TheLogGrowsAndItsOldRootsStay() public {
        vm.prank(_issuer);
        _anchor.anchor(ROOT, 5);
        vm.warp(NOW + 60);
        vm.prank(_issuer);
        _anchor.anchor(NEXT_ROOT, 6);

        _assertLatest(_issuer, NEXT_ROOT, 6);
        _assertAnchor(_issuer, ROOT, 5, NOW);
        _assertAnchor(_issuer, NEXT_ROOT, 6, NOW + 60);
    }

    function test_RefusesATreeThatDoesNotGrow() public {
        vm.startPrank(_issuer);
        _anchor.anchor(ROOT, 5);

        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, 5, 5));
        _anchor.anchor(NEXT_ROOT, 5);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, 5, 4));
        _anchor.anchor(NEXT_ROOT, 4);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, 5, 0));
        _anchor.anchor(NEXT_ROOT, 0);

        _assertLatest(_issuer, ROOT, 5);
        _assertAnchor(_issuer, NEXT_ROOT, 0, 0);
    }

    function test_RefusesAnEmptyFirstTree() public {
        vm.prank(_issuer);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, 0, 0));
        _anchor.anchor(ROOT, 0);
    }

    function test_RefusesTheZeroRoot() public {
        vm.prank(_issuer);
        vm.expectRevert(ProvenanceAnchor.ZeroRoot.selector);
        _anchor.anchor(bytes32(0), 1);
    }

    function test_RefusesARootThatHasASizeAlready() public {
        vm.startPrank(_issuer);
        _anchor.anchor(ROOT, 5);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.AlreadyAnchored.selector, _issuer, ROOT));
        _anchor.anchor(ROOT, 6);

        _anchor.anchor(NEXT_ROOT, 6);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.AlreadyAnchored.selector, _issuer, ROOT));
        _anchor.anchor(ROOT, 7);

        _assertAnchor(_issuer, ROOT, 5, NOW);
        _assertLatest(_issuer, NEXT_ROOT, 6);
    }

    function test_TheLargestTreeIsTheLast() public {
        vm.startPrank(_issuer);
        _anchor.anchor(ROOT, type(uint64).max);
        vm.expectRevert(
            abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, type(uint64).max, type(uint64).max)
        );
        _anchor.anchor(NEXT_ROOT, type(uint64).max);

        _assertLatest(_issuer, ROOT, type(uint64).max);
    }

    function test_NobodyAnchorsInTheLogOfAnother() public {
        vm.prank(_other);
        _anchor.anchor(ROOT, 100);
        _assertLatest(_issuer, bytes32(0), 0);
        _assertAnchor(_issuer, ROOT, 0, 0);

        // The same root is still the issuer's to anchor, under a size of its own.
        vm.prank(_issuer);
        _anchor.anchor(ROOT, 3);
        _assertAnchor(_issuer, ROOT, 3, NOW);
        _assertAnchor(_other, ROOT, 100, NOW);
    }

    function test_TheCallerIsTheIssuerAndNotTheOriginOfTheTransaction() public {
        vm.prank(_other, _issuer);
        _anchor.anchor(ROOT, 1);

        _assertAnchor(_other, ROOT, 1, NOW);
        _assertAnchor(_issuer, ROOT, 0, 0);
    }

    function test_VerifiesALeafOfAnAnchoredTree() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 11);
        bytes32 root = LogTree.rootOf(leaves);
        for (uint64 i; i < 11; ++i) {
            assertTrue(_anchor.verifyInclusion(_issuer, root, 11, leaves[i], i, LogTree.pathTo(leaves, i)));
        }
    }

    function test_AProofStaysGoodWhenTheLogHasGrown() public {
        bytes32[] memory few = _anchorTree(_issuer, 5);
        bytes32[] memory many = _anchorTree(_issuer, 9);
        assertEq(few[4], many[4], "the log only grew");

        bytes32[] memory oldProof = LogTree.pathTo(few, 4);
        assertTrue(_anchor.verifyInclusion(_issuer, LogTree.rootOf(few), 5, few[4], 4, oldProof));
        assertFalse(_anchor.verifyInclusion(_issuer, LogTree.rootOf(many), 9, few[4], 4, oldProof));
        assertTrue(_anchor.verifyInclusion(_issuer, LogTree.rootOf(many), 9, many[4], 4, LogTree.pathTo(many, 4)));
    }

    function test_RefusesARootThatNobodyAnchored() public view {
        bytes32[] memory leaves = LogTree.leavesOf(4, 0);
        bytes32 root = LogTree.rootOf(leaves);
        assertFalse(_anchor.verifyInclusion(_issuer, root, 4, leaves[1], 1, LogTree.pathTo(leaves, 1)));
    }

    function test_RefusesARootThatAnotherIssuerAnchored() public {
        bytes32[] memory leaves = _anchorTree(_other, 4);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32[] memory proof = LogTree.pathTo(leaves, 1);
        assertTrue(_anchor.verifyInclusion(_other, root, 4, leaves[1], 1, proof));
        assertFalse(_anchor.verifyInclusion(_issuer, root, 4, leaves[1], 1, proof));
    }

    /// @dev The first leaf of three has the same path as the first of four, so only the anchor can tell the sizes apart.
    function test_RefusesAnotherSizeThanTheAnchoredOneAlsoWhereThePathIsTheSame() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 3);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32[] memory proof = LogTree.pathTo(leaves, 0);
        assertTrue(_anchor.verifyInclusion(_issuer, root, 3, leaves[0], 0, proof));
        assertFalse(_anchor.verifyInclusion(_issuer, root, 4, leaves[0], 0, proof));
    }

    function test_RefusesTheEmptyTreeOfAnUnknownIssuer() public view {
        bytes32[] memory none = new bytes32[](0);
        assertFalse(_anchor.verifyInclusion(_issuer, bytes32(0), 0, bytes32(0), 0, none));
        assertFalse(_anchor.verifyInclusion(_issuer, sha256(""), 0, sha256(""), 0, none));
        assertFalse(_anchor.verifyInclusion(address(0), bytes32(0), 1, bytes32(0), 0, none));
    }

    /// @dev Its path would be that of a tree of half the size, which is not the size that the issuer anchored.
    function test_RefusesAnInnerNodeInPlaceOfALeaf() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 4);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 inner = LogTree.hashNode(leaves[0], leaves[1]);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = LogTree.hashNode(leaves[2], leaves[3]);

        assertFalse(_anchor.verifyInclusion(_issuer, root, 4, inner, 0, proof));
        assertFalse(_anchor.verifyInclusion(_issuer, root, 2, inner, 0, proof));
    }

    /// @dev The prefixes keep apart an entry of 64 bytes and the node over two hashes that look like it.
    function test_RefusesAnEntryOf64BytesThatSpellsTwoLeaves() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 2);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 forged = LogTree.hashLeaf(bytes.concat(leaves[0], leaves[1]));

        assertNotEq(forged, root);
        assertFalse(_anchor.verifyInclusion(_issuer, root, 2, forged, 0, new bytes32[](0)));
        assertFalse(_anchor.verifyInclusion(_issuer, root, 1, forged, 0, new bytes32[](0)));
    }

    function testFuzz_OnlyALargerTreeIsAnchored(uint64 first, uint64 second) public {
        first = uint64(bound(first, 1, type(uint64).max));
        vm.startPrank(_issuer);
        _anchor.anchor(ROOT, first);
        if (second <= first) {
            vm.expectRevert(abi.encodeWithSelector(ProvenanceAnchor.TreeMustGrow.selector, first, second));
        }
        _anchor.anchor(NEXT_ROOT, second);

        if (second > first) _assertLatest(_issuer, NEXT_ROOT, second);
        else _assertLatest(_issuer, ROOT, first);
    }

    function testFuzz_AnAnchorIsTheCallersAlone(
        address issuer,
        address bystander,
        bytes32 root,
        uint64 size,
        uint64 time
    ) public {
        vm.assume(issuer != bystander && root != bytes32(0) && size != 0);
        vm.warp(time);
        vm.prank(issuer);
        _anchor.anchor(root, size);

        _assertAnchor(issuer, root, size, time);
        _assertLatest(issuer, root, size);
        _assertAnchor(bystander, root, 0, 0);
        _assertLatest(bystander, bytes32(0), 0);
    }

    function testFuzz_ALeafCountsUnderItsIssuerRootSizeIndexAndHashAlone(
        uint256 sizeSeed,
        uint256 indexSeed,
        address issuer,
        uint64 otherSize,
        uint64 otherIndex,
        bytes32 otherHash
    ) public {
        uint64 size = uint64(bound(sizeSeed, 1, 40));
        uint64 index = uint64(bound(indexSeed, 0, size - 1));
        bytes32[] memory leaves = _anchorTree(_issuer, size);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 leaf = leaves[index];
        vm.assume(issuer != _issuer && otherSize != size && otherIndex != index);
        vm.assume(otherHash != root && otherHash != leaf);

        assertTrue(_anchor.verifyInclusion(_issuer, root, size, leaf, index, proof));
        assertFalse(_anchor.verifyInclusion(issuer, root, size, leaf, index, proof), "issuer");
        assertFalse(_anchor.verifyInclusion(_issuer, otherHash, size, leaf, index, proof), "root");
        assertFalse(_anchor.verifyInclusion(_issuer, root, otherSize, leaf, index, proof), "size");
        assertFalse(_anchor.verifyInclusion(_issuer, root, size, otherHash, index, proof), "leaf");
        assertFalse(_anchor.verifyInclusion(_issuer, root, size, leaf, otherIndex, proof), "index");
    }

    /// @dev The same log for every size, cut after that many leaves.
    function _anchorTree(address issuer, uint64 size) private returns (bytes32[] memory leaves) {
        leaves = LogTree.leavesOf(size, 0);
        // Hashing is a call too and would use up the prank.
        bytes32 root = LogTree.rootOf(leaves);
        vm.prank(issuer);
        _anchor.anchor(root, size);
    }

    function _assertLatest(address issuer, bytes32 root, uint64 size) private view {
        (bytes32 latestRoot, uint64 latestSize) = _anchor.latest(issuer);
        assertEq(latestRoot, root);
        assertEq(latestSize, size);
    }

    function _assertAnchor(address issuer, bytes32 root, uint64 size, uint256 time) private view {
        (uint64 treeSize, uint64 anchoredAt) = _anchor.anchorOf(issuer, root);
        assertEq(treeSize, size);
        assertEq(anchoredAt, time);
    }
}
