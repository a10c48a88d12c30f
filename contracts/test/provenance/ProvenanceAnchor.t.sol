// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, AnchorLibrary} from "../../src/common/Anchor.sol";
import {RootAnchor} from "../../src/common/RootAnchor.sol";
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
        assertEq(_anchor.rootCount(_issuer), 0);
        assertEq(_anchor.treeSizeAt(_issuer, 0), 0);
        assertFalse(_anchor.verify(_issuer, ROOT, _anchored(1, NOW, 0)));
        assertFalse(_anchor.verify(_issuer, bytes32(0), Anchor.wrap(0)));
    }

    function test_AnAnchorIsSizeTimeAndSequenceInOneWord() public pure {
        Anchor anchored = AnchorLibrary.pack(1000, 7).withTime(NOW);
        assertEq(Anchor.unwrap(anchored), 1000 << 216 | NOW << 64 | 7);
        assertEq(anchored.treeSize(), 1000);
        assertEq(anchored.anchoredAt(), NOW);
        assertEq(anchored.sequence(), 7);
    }

    function test_AnchorsARootWithItsSizeAndTimeAndSaysSo() public {
        vm.expectEmit(address(_anchor));
        emit RootAnchor.RootAnchored(_issuer, ROOT, _anchored(1000, NOW, 0));
        _submit(_issuer, ROOT, 1000, 0);

        assertEq(_anchor.rootCount(_issuer), 1);
        assertEq(_anchor.treeSizeAt(_issuer, 0), 1000);
        assertTrue(_anchor.verify(_issuer, ROOT, _anchored(1000, NOW, 0)));
    }

    function test_AnAnchorLogsOneEventOnly() public {
        vm.recordLogs();
        _submit(_issuer, ROOT, 1, 0);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics.length, 2, "the issuer is searchable");
        assertEq(logs[0].data, abi.encode(ROOT, _anchored(1, NOW, 0)));
    }

    /// @dev The slot is what the comment on the contract says, so that it can be read by a storage proof too.
    function test_AnAnchorTakesOneSlotAtItsIssuerAndSequence() public {
        _submit(_issuer, ROOT, 5, 0);
        vm.record();
        _submit(_issuer, NEXT_ROOT, 6, 1);
        (, bytes32[] memory writes) = vm.accesses(address(_anchor));
        bytes32 place = bytes32(uint256(uint160(_issuer)) << 96 | 1);
        assertEq(writes.length, 1);
        assertEq(writes[0], place);

        uint256 anchored = Anchor.unwrap(_anchored(6, NOW, 1));
        uint256 hash = uint256(keccak256(abi.encode(NEXT_ROOT, anchored))) >> 40;
        assertEq(uint256(vm.load(address(_anchor), place)), anchored ^ hash);
    }

    function test_TheLogGrowsAndItsOldRootsStay() public {
        _submit(_issuer, ROOT, 5, 0);
        vm.warp(NOW + 60);
        _submit(_issuer, NEXT_ROOT, 6, 1);

        assertEq(_anchor.rootCount(_issuer), 2);
        assertTrue(_anchor.verify(_issuer, ROOT, _anchored(5, NOW, 0)));
        assertTrue(_anchor.verify(_issuer, NEXT_ROOT, _anchored(6, NOW + 60, 1)));
    }

    function test_CountsTheRootsOfAnIssuerHoweverManyThereAre() public {
        for (uint40 i; i < 70; ++i) {
            assertEq(_anchor.rootCount(_issuer), i);
            _submit(_issuer, keccak256(abi.encode(i)), i + 1, i);
        }
        assertEq(_anchor.rootCount(_issuer), 70);
        assertEq(_anchor.rootCount(_other), 0);
    }

    function test_RefusesATreeThatDoesNotGrow() public {
        _submit(_issuer, ROOT, 5, 0);
        for (uint40 size; size <= 5; ++size) {
            vm.expectRevert(abi.encodeWithSelector(RootAnchor.TreeMustGrow.selector, 5, size));
            _submit(_issuer, NEXT_ROOT, size, 1);
        }
        assertEq(_anchor.rootCount(_issuer), 1);
    }

    function test_RefusesAnEmptyFirstTree() public {
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.TreeMustGrow.selector, 0, 0));
        _submit(_issuer, ROOT, 0, 0);
    }

    function test_RefusesTheSameSequenceTwiceSoThatARetryCannotDouble() public {
        _submit(_issuer, ROOT, 5, 0);
        _submit(_issuer, NEXT_ROOT, 6, 1);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.AlreadyAnchored.selector, 0));
        _submit(_issuer, ROOT, 5, 0);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.AlreadyAnchored.selector, 1));
        _submit(_issuer, keccak256("another"), 7, 1);
    }

    function test_RefusesAGapInTheSequence() public {
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.SequenceGap.selector, 1));
        _submit(_issuer, ROOT, 5, 1);
        _submit(_issuer, ROOT, 5, 0);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.SequenceGap.selector, 2));
        _submit(_issuer, NEXT_ROOT, 6, 2);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.SequenceGap.selector, type(uint64).max));
        _submit(_issuer, NEXT_ROOT, 6, type(uint64).max);
    }

    function test_RefusesBitsThatAreNotTheIssuersToGive() public {
        for (uint256 bit = 64; bit < 216; ++bit) {
            Anchor given = Anchor.wrap(5 << 216 | 1 << bit);
            vm.expectRevert(abi.encodeWithSelector(RootAnchor.InvalidAnchor.selector, given));
            vm.prank(_issuer);
            _anchor.anchor(ROOT, given);
        }
    }

    function test_TheLargestTreeIsTheLast() public {
        uint40 most = type(uint40).max;
        _submit(_issuer, ROOT, most, 0);
        vm.expectRevert(abi.encodeWithSelector(RootAnchor.TreeMustGrow.selector, most, most));
        _submit(_issuer, NEXT_ROOT, most, 1);
    }

    function test_NobodyAnchorsInTheLogOfAnother() public {
        _submit(_other, ROOT, 100, 0);
        assertEq(_anchor.rootCount(_issuer), 0);
        assertFalse(_anchor.verify(_issuer, ROOT, _anchored(100, NOW, 0)));

        // The same root is still the issuer's to anchor, under a size of its own.
        _submit(_issuer, ROOT, 3, 0);
        assertTrue(_anchor.verify(_issuer, ROOT, _anchored(3, NOW, 0)));
        assertTrue(_anchor.verify(_other, ROOT, _anchored(100, NOW, 0)));
    }

    /// @dev What lies before an issuer's first anchor is the end of its neighbour's row, which nobody ever writes.
    function test_NeighbouringIssuersDoNotTouch() public {
        address neighbour = address(uint160(_issuer) - 1);
        _submit(neighbour, ROOT, 100, 0);
        _submit(_issuer, ROOT, 3, 0);
        _submit(address(uint160(_issuer) + 1), ROOT, 2, 0);
        _submit(neighbour, NEXT_ROOT, 101, 1);
        assertEq(_anchor.treeSizeAt(_issuer, 0), 3);
        assertEq(_anchor.rootCount(_issuer), 1);
        assertEq(_anchor.rootCount(neighbour), 2);
    }

    function test_TheCallerIsTheIssuerAndNotTheOriginOfTheTransaction() public {
        vm.prank(_other, _issuer);
        _anchor.anchor(ROOT, AnchorLibrary.pack(1, 0));

        assertEq(_anchor.rootCount(_other), 1);
        assertEq(_anchor.rootCount(_issuer), 0);
    }

    function test_VerifiesALeafOfAnAnchoredTree() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 11, 0);
        bytes32 root = LogTree.rootOf(leaves);
        for (uint64 i; i < 11; ++i) {
            assertTrue(_holds(_issuer, root, 11, 0, leaves[i], i, LogTree.pathTo(leaves, i)));
        }
    }

    function test_AProofStaysGoodWhenTheLogHasGrown() public {
        bytes32[] memory few = _anchorTree(_issuer, 5, 0);
        bytes32[] memory many = _anchorTree(_issuer, 9, 1);
        assertEq(few[4], many[4], "the log only grew");

        bytes32[] memory oldProof = LogTree.pathTo(few, 4);
        assertTrue(_holds(_issuer, LogTree.rootOf(few), 5, 0, few[4], 4, oldProof));
        assertFalse(_holds(_issuer, LogTree.rootOf(many), 9, 1, few[4], 4, oldProof));
        assertTrue(_holds(_issuer, LogTree.rootOf(many), 9, 1, many[4], 4, LogTree.pathTo(many, 4)));
        assertFalse(_holds(_issuer, LogTree.rootOf(many), 9, 0, many[4], 4, LogTree.pathTo(many, 4)));
    }

    function test_RefusesARootThatNobodyAnchored() public view {
        bytes32[] memory leaves = LogTree.leavesOf(4, 0);
        assertFalse(_holds(_issuer, LogTree.rootOf(leaves), 4, 0, leaves[1], 1, LogTree.pathTo(leaves, 1)));
    }

    function test_RefusesARootThatAnotherIssuerAnchored() public {
        bytes32[] memory leaves = _anchorTree(_other, 4, 0);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32[] memory proof = LogTree.pathTo(leaves, 1);
        assertTrue(_holds(_other, root, 4, 0, leaves[1], 1, proof));
        assertFalse(_holds(_issuer, root, 4, 0, leaves[1], 1, proof));
    }

    /// @dev The first leaf of three has the same path as the first of four, so only the anchor can tell the sizes apart.
    function test_RefusesAnotherSizeThanTheAnchoredOneAlsoWhereThePathIsTheSame() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 3, 0);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32[] memory proof = LogTree.pathTo(leaves, 0);
        assertTrue(_holds(_issuer, root, 3, 0, leaves[0], 0, proof));
        assertFalse(_holds(_issuer, root, 4, 0, leaves[0], 0, proof));
    }

    function test_RefusesTheEmptyTreeOfAnUnknownIssuer() public view {
        bytes32[] memory none = new bytes32[](0);
        assertFalse(_anchor.verifyInclusion(_issuer, bytes32(0), Anchor.wrap(0), bytes32(0), 0, none));
        assertFalse(_anchor.verifyInclusion(_issuer, sha256(""), Anchor.wrap(0), sha256(""), 0, none));
        assertFalse(_holds(address(0), bytes32(0), 1, 0, bytes32(0), 0, none));
    }

    /// @dev Its path would be that of a tree of half the size, which is not the size that the issuer anchored.
    function test_RefusesAnInnerNodeInPlaceOfALeaf() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 4, 0);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 inner = LogTree.hashNode(leaves[0], leaves[1]);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = LogTree.hashNode(leaves[2], leaves[3]);

        assertFalse(_holds(_issuer, root, 4, 0, inner, 0, proof));
        assertFalse(_holds(_issuer, root, 2, 0, inner, 0, proof));
    }

    /// @dev The prefixes keep apart an entry of 64 bytes and the node over two hashes that look like it.
    function test_RefusesAnEntryOf64BytesThatSpellsTwoLeaves() public {
        bytes32[] memory leaves = _anchorTree(_issuer, 2, 0);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 forged = LogTree.hashLeaf(bytes.concat(leaves[0], leaves[1]));

        assertNotEq(forged, root);
        assertFalse(_holds(_issuer, root, 2, 0, forged, 0, new bytes32[](0)));
        assertFalse(_holds(_issuer, root, 1, 0, forged, 0, new bytes32[](0)));
    }

    function testFuzz_OnlyALargerTreeIsAnchored(uint40 first, uint40 second) public {
        first = uint40(bound(first, 1, type(uint40).max));
        _submit(_issuer, ROOT, first, 0);
        if (second <= first) {
            vm.expectRevert(abi.encodeWithSelector(RootAnchor.TreeMustGrow.selector, first, second));
        }
        _submit(_issuer, NEXT_ROOT, second, 1);
        assertEq(_anchor.rootCount(_issuer), second > first ? 2 : 1);
    }

    function testFuzz_AnAnchorIsTheCallersAlone(
        address issuer,
        address bystander,
        bytes32 root,
        uint40 size,
        uint64 time
    ) public {
        vm.assume(issuer != bystander && size != 0);
        vm.warp(time);
        _submit(issuer, root, size, 0);

        assertTrue(_anchor.verify(issuer, root, _anchored(size, time, 0)));
        assertFalse(_anchor.verify(bystander, root, _anchored(size, time, 0)));
        assertEq(_anchor.rootCount(bystander), 0);
    }

    /// @dev Any bit of the root or of the anchor that differs is noticed, those included that have no meaning.
    function testFuzz_ARootCountsUnderItsOwnAnchorAlone(bytes32 root, uint256 rootBits, uint256 anchorBits) public {
        vm.assume(rootBits != 0 && anchorBits != 0);
        _submit(_issuer, root, 77, 0);
        _submit(_issuer, ~root, 78, 1);
        uint256 anchored = Anchor.unwrap(_anchored(77, NOW, 0));
        assertTrue(_anchor.verify(_issuer, root, Anchor.wrap(anchored)));
        assertFalse(_anchor.verify(_issuer, root ^ bytes32(rootBits), Anchor.wrap(anchored)));
        assertFalse(_anchor.verify(_issuer, root, Anchor.wrap(anchored ^ anchorBits)));
        assertFalse(_anchor.verify(_issuer, root, Anchor.wrap(anchored ^ 1 << anchorBits % 256)));
    }

    function testFuzz_ALeafCountsUnderItsIssuerRootSizeIndexAndHashAlone(
        uint256 sizeSeed,
        uint256 indexSeed,
        address issuer,
        uint40 otherSize,
        uint64 otherIndex,
        bytes32 otherHash
    ) public {
        uint40 size = uint40(bound(sizeSeed, 1, 40));
        uint64 index = uint64(bound(indexSeed, 0, size - 1));
        bytes32[] memory leaves = _anchorTree(_issuer, size, 0);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32 leaf = leaves[index];
        vm.assume(issuer != _issuer && otherSize != size && otherIndex != index);
        vm.assume(otherHash != root && otherHash != leaf);

        assertTrue(_holds(_issuer, root, size, 0, leaf, index, proof));
        assertFalse(_holds(issuer, root, size, 0, leaf, index, proof), "issuer");
        assertFalse(_holds(_issuer, otherHash, size, 0, leaf, index, proof), "root");
        assertFalse(_holds(_issuer, root, otherSize, 0, leaf, index, proof), "size");
        assertFalse(_holds(_issuer, root, size, 1, leaf, index, proof), "sequence");
        assertFalse(_holds(_issuer, root, size, 0, otherHash, index, proof), "leaf");
        assertFalse(_holds(_issuer, root, size, 0, leaf, otherIndex, proof), "index");
    }

    /// @dev The same log for every size, cut after that many leaves.
    function _anchorTree(address issuer, uint40 size, uint64 sequence) private returns (bytes32[] memory leaves) {
        leaves = LogTree.leavesOf(size, 0);
        _submit(issuer, LogTree.rootOf(leaves), size, sequence);
    }

    function _submit(address issuer, bytes32 root, uint40 size, uint64 sequence) private {
        vm.prank(issuer);
        _anchor.anchor(root, AnchorLibrary.pack(size, sequence));
    }

    function _anchored(uint40 size, uint256 time, uint64 sequence) private pure returns (Anchor) {
        return AnchorLibrary.pack(size, sequence).withTime(time);
    }

    function _holds(
        address issuer,
        bytes32 root,
        uint40 size,
        uint64 sequence,
        bytes32 leaf,
        uint64 index,
        bytes32[] memory proof
    ) private view returns (bool) {
        return _anchor.verifyInclusion(issuer, root, _anchored(size, NOW, sequence), leaf, index, proof);
    }
}
