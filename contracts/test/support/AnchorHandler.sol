// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProvenanceAnchor} from "../../src/provenance/ProvenanceAnchor.sol";
import {Cheats} from "./Test.sol";

/// @notice Three issuers who anchor honest and senseless roots while time passes, and a memory of what was accepted.
contract AnchorHandler is Cheats {
    struct Accepted {
        address issuer;
        bytes32 root;
        uint64 treeSize;
        uint64 anchoredAt;
    }

    ProvenanceAnchor private immutable _anchor;
    address[] private _issuers;
    Accepted[] private _accepted;
    mapping(address issuer => uint64) public largest;
    mapping(address issuer => bytes32) public lastRoot;
    mapping(address issuer => mapping(bytes32 root => bool)) private _known;
    uint64 private _time = 1_750_000_000;

    /// @notice How often the contract accepted what it must refuse, or refused what it must accept.
    uint256 public mistakes;

    constructor(ProvenanceAnchor anchor_) {
        _anchor = anchor_;
        _issuers.push(makeAddr("first issuer"));
        _issuers.push(makeAddr("second issuer"));
        _issuers.push(makeAddr("third issuer"));
    }

    /// @notice A root from a few, so that roots return, with a size around the last one; time goes on in between.
    function anchor(uint256 issuerSeed, uint256 rootSeed, uint256 sizeSeed, uint256 secondsSeed) external {
        address issuer = _issuers[issuerSeed % _issuers.length];
        bytes32 root = bytes32(rootSeed % 16);
        // Shrinks, stays or grows by a little; starts at 2 so that shrinking has somewhere to go.
        uint64 size = uint64(bound(sizeSeed, 0, 4)) + (largest[issuer] > 2 ? largest[issuer] - 2 : 0);
        _submit(issuer, root, size, secondsSeed);
    }

    /// @notice A root that nobody knows yet, for a larger tree: must be accepted.
    function grow(uint256 issuerSeed, uint256 sizeSeed, uint256 secondsSeed) external {
        address issuer = _issuers[issuerSeed % _issuers.length];
        uint64 size = largest[issuer] + uint64(bound(sizeSeed, 1, 1000));
        _submit(issuer, keccak256(abi.encode(issuer, size)), size, secondsSeed);
    }

    function accepted() external view returns (Accepted[] memory) {
        return _accepted;
    }

    function issuers() external view returns (address[] memory) {
        return _issuers;
    }

    function _submit(address issuer, bytes32 root, uint64 size, uint256 secondsSeed) private {
        _time += uint64(bound(secondsSeed, 0, 1 days));
        vm.warp(_time);
        bool good = root != bytes32(0) && size > largest[issuer] && !_known[issuer][root];

        vm.prank(issuer);
        try _anchor.anchor(root, size) {
            if (!good) ++mistakes;
            largest[issuer] = size;
            lastRoot[issuer] = root;
            _known[issuer][root] = true;
            _accepted.push(Accepted(issuer, root, size, _time));
        } catch {
            if (good) ++mistakes;
        }
    }
}
