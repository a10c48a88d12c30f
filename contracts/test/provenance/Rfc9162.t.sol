// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rfc9162} from "../../src/provenance/Rfc9162.sol";
import {LogTree} from "../support/LogTree.sol";
import {Test, Vm} from "../support/Test.sol";
import {Base64} from "solady/utils/Base64.sol";

/// @notice A proof is accepted exactly where a tree built as the RFC's text says holds that leaf at that place.
contract Rfc9162Test is Test {
    /// @notice The library behind a call, since it takes its proof from calldata.
    function verify(bytes32 root, uint64 size, bytes32 leaf, uint64 index, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return Rfc9162.verifyInclusion(root, size, leaf, index, proof);
    }

    function test_AcceptsTheOnlyLeafOfATreeWithoutAProof() public view {
        bytes32 leaf = LogTree.hashLeaf("tea");
        assertTrue(this.verify(leaf, 1, leaf, 0, new bytes32[](0)));
    }

    function test_ATreeOfThreeIsTheOneDrawnByHand() public view {
        bytes32[] memory leaves = LogTree.leavesOf(3, 0);
        bytes32 left = LogTree.hashNode(leaves[0], leaves[1]);
        bytes32 root = LogTree.hashNode(left, leaves[2]);
        assertEq(LogTree.rootOf(leaves), root);

        bytes32[] memory proof = new bytes32[](1);
        proof[0] = left;
        assertTrue(this.verify(root, 3, leaves[2], 2, proof), "the last leaf rises one level without a sibling");

        proof = new bytes32[](2);
        (proof[0], proof[1]) = (leaves[1], leaves[2]);
        assertTrue(this.verify(root, 3, leaves[0], 0, proof));
        proof[0] = leaves[0];
        assertTrue(this.verify(root, 3, leaves[1], 1, proof));
    }

    function test_AcceptsEveryLeafOfEverySmallTree() public view {
        bytes32[] memory all = LogTree.leavesOf(33, 1);
        for (uint64 size = 1; size <= 33; ++size) {
            bytes32[] memory leaves = _first(all, size);
            bytes32 root = LogTree.rootOf(leaves);
            for (uint64 index; index < size; ++index) {
                assertTrue(this.verify(root, size, leaves[index], index, LogTree.pathTo(leaves, index)));
            }
        }
    }

    function test_AcceptsNoLeafOfASmallTreeAtAnyOtherPlace() public view {
        bytes32[] memory all = LogTree.leavesOf(17, 2);
        for (uint64 size = 1; size <= 17; ++size) {
            bytes32[] memory leaves = _first(all, size);
            bytes32 root = LogTree.rootOf(leaves);
            for (uint64 index; index < size; ++index) {
                bytes32[] memory proof = LogTree.pathTo(leaves, index);
                for (uint64 claimed; claimed < 2 * size + 2; ++claimed) {
                    assertEq(this.verify(root, size, leaves[index], claimed, proof), claimed == index);
                }
            }
        }
    }

    function test_RefusesTheEmptyTree() public view {
        bytes32[] memory none = new bytes32[](0);
        assertFalse(this.verify(sha256(""), 0, sha256(""), 0, none));
        assertFalse(this.verify(bytes32(0), 0, bytes32(0), 0, none));
        assertFalse(this.verify(sha256(""), 0, sha256(""), type(uint64).max, none));
    }

    function test_RefusesAnIndexAtOrBeyondTheSize() public view {
        bytes32[] memory leaves = LogTree.leavesOf(5, 3);
        bytes32 root = LogTree.rootOf(leaves);
        bytes32[] memory proof = LogTree.pathTo(leaves, 4);
        assertTrue(this.verify(root, 5, leaves[4], 4, proof));
        assertFalse(this.verify(root, 5, leaves[4], 5, proof));
        assertFalse(this.verify(root, 5, leaves[4], type(uint64).max, proof));
    }

    /// @dev The root itself is no leaf, but without a proof it is the hash that a tree of one leaf would have.
    function test_RefusesTheRootInPlaceOfALeaf() public view {
        bytes32[] memory leaves = LogTree.leavesOf(2, 4);
        bytes32 root = LogTree.rootOf(leaves);
        assertFalse(this.verify(root, 2, root, 0, new bytes32[](0)));
        assertFalse(this.verify(root, 2, root, 1, new bytes32[](0)));
    }

    function test_TheLeftmostAndRightmostOfTheLargestTreeVerify() public view {
        // All siblings are the same made-up hash: nobody builds a tree of 2^64 - 1 leaves, yet its sizes must not overflow.
        uint64 size = type(uint64).max;
        bytes32 leaf = LogTree.hashLeaf("leaf");
        bytes32 sibling = LogTree.hashLeaf("sibling");

        bytes32[] memory proof = new bytes32[](64);
        bytes32 hash = leaf;
        for (uint256 i; i < 64; ++i) {
            proof[i] = sibling;
            hash = LogTree.hashNode(hash, sibling);
        }
        assertTrue(this.verify(hash, size, leaf, 0, proof));
        proof = _shortened(proof);
        assertFalse(this.verify(hash, size, leaf, 0, proof));

        // The last leaf, 2^64 - 2, rises one level alone and is a right child from there on.
        hash = leaf;
        for (uint256 i; i < 63; ++i) {
            hash = LogTree.hashNode(sibling, hash);
        }
        assertTrue(this.verify(hash, size, leaf, size - 1, proof));
        assertFalse(this.verify(hash, size, leaf, size - 1, _extended(proof, sibling)));
        assertFalse(this.verify(hash, size, leaf, size - 2, proof));
    }

    function testFuzz_AcceptsWhatThePlainTreeProves(uint256 sizeSeed, uint256 indexSeed, uint256 seed) public view {
        (bytes32[] memory leaves, uint64 index) = _tree(sizeSeed, indexSeed, seed);
        bytes32 root = LogTree.rootOf(leaves);
        assertTrue(this.verify(root, uint64(leaves.length), leaves[index], index, LogTree.pathTo(leaves, index)));
    }

    function testFuzz_RefusesAnotherIndex(uint256 sizeSeed, uint256 indexSeed, uint256 seed, uint64 claimed)
        public
        view
    {
        (bytes32[] memory leaves, uint64 index) = _tree(sizeSeed, indexSeed, seed);
        vm.assume(claimed != index);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bytes32 root = LogTree.rootOf(leaves);
        assertFalse(this.verify(root, uint64(leaves.length), leaves[index], claimed, proof));
        claimed = uint64(claimed % leaves.length);
        assertEq(this.verify(root, uint64(leaves.length), leaves[index], claimed, proof), claimed == index);
    }

    /// @dev A size may be claimed wrongly and the path of this one leaf still be the same, as every path of RFC 9162 is one
    /// of several trees' (the size is authenticated by the anchor and not by the hashes). It is refused where the shape of
    /// the path differs.
    function testFuzz_RefusesASizeWhosePathsHaveAnotherShape(
        uint256 sizeSeed,
        uint256 indexSeed,
        uint256 seed,
        uint64 claimed
    ) public view {
        (bytes32[] memory leaves, uint64 index) = _tree(sizeSeed, indexSeed, seed);
        claimed = uint64(bound(claimed, 0, 512));
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bool accepted = this.verify(LogTree.rootOf(leaves), claimed, leaves[index], index, proof);
        bool sameShape = index < claimed && _shape(index, claimed) == _shape(index, leaves.length);
        assertEq(accepted, sameShape);
    }

    function testFuzz_RefusesAProofCutAtEitherEnd(uint256 sizeSeed, uint256 indexSeed, uint256 seed) public view {
        (bytes32[] memory leaves, uint64 index) = _tree(bound(sizeSeed, 2, 130), indexSeed, seed);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bytes32 root = LogTree.rootOf(leaves);
        uint64 size = uint64(leaves.length);
        assertFalse(this.verify(root, size, leaves[index], index, _shortened(proof)));
        assertFalse(this.verify(root, size, leaves[index], index, _withoutFirst(proof)));
        assertFalse(this.verify(root, size, leaves[index], index, new bytes32[](0)));
    }

    function testFuzz_RefusesAProofWithOneHashMore(
        uint256 sizeSeed,
        uint256 indexSeed,
        uint256 seed,
        uint256 place,
        bytes32 hash
    ) public view {
        (bytes32[] memory leaves, uint64 index) = _tree(sizeSeed, indexSeed, seed);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        _refuses(leaves, index, _inserted(proof, bound(place, 0, proof.length), hash));
        _refuses(leaves, index, _extended(proof, bytes32(0)));
        _refuses(leaves, index, _extended(proof, LogTree.rootOf(leaves)));
    }

    function _refuses(bytes32[] memory leaves, uint64 index, bytes32[] memory proof) private view {
        assertFalse(this.verify(LogTree.rootOf(leaves), uint64(leaves.length), leaves[index], index, proof));
    }

    function testFuzz_RefusesAFlippedBitAnywhere(
        uint256 sizeSeed,
        uint256 indexSeed,
        uint256 seed,
        uint256 place,
        uint8 bit
    ) public view {
        (bytes32[] memory leaves, uint64 index) = _tree(sizeSeed, indexSeed, seed);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        bytes32 root = LogTree.rootOf(leaves);
        uint64 size = uint64(leaves.length);
        bytes32 flip = bytes32(1 << uint256(bit));

        assertFalse(this.verify(root ^ flip, size, leaves[index], index, proof), "root");
        assertFalse(this.verify(root, size, leaves[index] ^ flip, index, proof), "leaf");
        if (proof.length == 0) return;
        place = bound(place, 0, proof.length - 1);
        proof[place] ^= flip;
        assertFalse(this.verify(root, size, leaves[index], index, proof), "proof");
    }

    function testFuzz_RefusesHashesInAnotherOrder(uint256 sizeSeed, uint256 indexSeed, uint256 seed, uint256 place)
        public
        view
    {
        (bytes32[] memory leaves, uint64 index) = _tree(bound(sizeSeed, 3, 130), indexSeed, seed);
        bytes32[] memory proof = LogTree.pathTo(leaves, index);
        vm.assume(proof.length > 1);
        place = bound(place, 0, proof.length - 2);
        (proof[place], proof[place + 1]) = (proof[place + 1], proof[place]);
        assertFalse(this.verify(LogTree.rootOf(leaves), uint64(leaves.length), leaves[index], index, proof));
    }

    function testFuzz_RefusesAnythingMadeUp(
        bytes32 root,
        uint64 size,
        bytes32 leaf,
        uint64 index,
        bytes32[] calldata proof
    ) public view {
        // Of made-up numbers only the tree of one leaf can be right by accident.
        vm.assume(root != leaf);
        assertFalse(this.verify(root, size, leaf, index, proof));
    }

    /// @dev Walks whatever lies in `rfc9162/inclusion` of the folder LIANBO_VECTORS, by default the one beside the project.
    function test_AgreesWithOutsideVectors() public {
        string memory vectors = vm.envOr("LIANBO_VECTORS", string("../../shared/vectors"));
        string memory folder = string.concat(vectors, "/rfc9162/inclusion");
        if (!vm.exists(folder)) {
            bool inCi = keccak256(bytes(vm.envOr("CI", string("")))) == keccak256("true");
            assertFalse(inCi, string.concat("outside vectors are missing: ", folder));
            vm.skip(true, string.concat("no outside vectors in ", folder));
        }

        Vm.DirEntry[] memory entries = vm.readDir(folder);
        uint256 walked;
        for (uint256 i; i < entries.length; ++i) {
            if (!_endsWithJson(entries[i].path)) continue;
            string memory json = vm.readFile(entries[i].path);
            bool accepted = _verifyVector(json);
            assertEq(accepted, !vm.parseJsonBool(json, ".wantErr"), entries[i].path);
            ++walked;
        }
        assertGt(walked, 0, "the folder of outside vectors is empty");
    }

    /// @dev A hash of any other length than 32 bytes cannot be handed to the contract at all, which is a refusal.
    function _verifyVector(string memory json) private view returns (bool) {
        (bool rooted, bytes32 root) = _hash(vm.parseJsonString(json, ".root"));
        (bool leafed, bytes32 leaf) = _hash(vm.parseJsonString(json, ".leafHash"));
        if (!rooted || !leafed) return false;

        bytes32[] memory proof = new bytes32[](0);
        // Null is written where a proof is empty.
        if (vm.keyExistsJson(json, ".proof[0]")) {
            string[] memory hashes = vm.parseJsonStringArray(json, ".proof");
            proof = new bytes32[](hashes.length);
            for (uint256 i; i < hashes.length; ++i) {
                bool good;
                (good, proof[i]) = _hash(hashes[i]);
                if (!good) return false;
            }
        }
        uint256 size = vm.parseJsonUint(json, ".treeSize");
        uint256 index = vm.parseJsonUint(json, ".leafIdx");
        assertLe(size, type(uint64).max);
        assertLe(index, type(uint64).max);
        // forge-lint: disable-next-line(unsafe-typecast)
        return this.verify(root, uint64(size), leaf, uint64(index), proof);
    }

    function _hash(string memory base64) private pure returns (bool, bytes32) {
        bytes memory decoded = Base64.decode(base64);
        // forge-lint: disable-next-line(unsafe-typecast)
        return (decoded.length == 32, bytes32(decoded));
    }

    function _endsWithJson(string memory path) private pure returns (bool) {
        bytes memory text = bytes(path);
        if (text.length < 5) return false;
        bytes memory end = new bytes(5);
        for (uint256 i; i < 5; ++i) {
            end[i] = text[text.length - 5 + i];
        }
        return keccak256(end) == keccak256(".json");
    }

    function _tree(uint256 sizeSeed, uint256 indexSeed, uint256 seed)
        private
        pure
        returns (bytes32[] memory leaves, uint64 index)
    {
        leaves = LogTree.leavesOf(bound(sizeSeed, 1, 130), seed);
        index = uint64(bound(indexSeed, 0, leaves.length - 1));
    }

    /// @dev The sides on which a leaf's siblings lie, from the root down, after a leading one: 10 is a left sibling.
    function _shape(uint256 index, uint256 size) private pure returns (uint256 shape) {
        shape = 1;
        while (size > 1) {
            uint256 left = 1;
            while (2 * left < size) {
                left *= 2;
            }
            if (index < left) {
                shape = 2 * shape + 1;
                size = left;
            } else {
                shape = 2 * shape;
                index -= left;
                size -= left;
            }
        }
    }

    function _first(bytes32[] memory all, uint256 count) private pure returns (bytes32[] memory some) {
        some = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            some[i] = all[i];
        }
    }

    function _shortened(bytes32[] memory proof) private pure returns (bytes32[] memory) {
        return _first(proof, proof.length - 1);
    }

    function _withoutFirst(bytes32[] memory proof) private pure returns (bytes32[] memory rest) {
        rest = new bytes32[](proof.length - 1);
        for (uint256 i; i < rest.length; ++i) {
            rest[i] = proof[i + 1];
        }
    }

    function _extended(bytes32[] memory proof, bytes32 hash) private pure returns (bytes32[] memory) {
        return _inserted(proof, proof.length, hash);
    }

    function _inserted(bytes32[] memory proof, uint256 place, bytes32 hash)
        private
        pure
        returns (bytes32[] memory longer)
    {
        longer = new bytes32[](proof.length + 1);
        for (uint256 i; i < longer.length; ++i) {
            if (i < place) longer[i] = proof[i];
            else if (i == place) longer[i] = hash;
            else longer[i] = proof[i - 1];
        }
    }
}
