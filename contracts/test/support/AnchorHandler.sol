// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, AnchorLibrary} from "../../src/common/Anchor.sol";
import {ProvenanceAnchor} from "../../src/provenance/ProvenanceAnchor.sol";
import {Cheats} from "./Test.sol";

/// @notice Three issuers who anchor honest and senseless roots while time passes, and a memory of what was accepted.
contract AnchorHandler is Cheats {
    struct Accepted {
        address issuer;
        bytes32 root;
        Anchor anchored;
    }

    ProvenanceAnchor private immutable _anchor;
    address[] private _issuers;
    Accepted[] private _accepted;
    mapping(address issuer => uint40) public largest;
    mapping(address issuer => uint64) public count;
    uint64 private _time = 1_750_000_000;

    /// @notice How often the contract accepted what it must refuse, or refused what it must accept.
    uint256 public mistakes;

    constructor(ProvenanceAnchor anchor_) {
        _anchor = anchor_;
        _issuers.push(makeAddr("first issuer"));
        _issuers.push(makeAddr("second issuer"));
        _issuers.push(makeAddr("third issuer"));
    }

    /// @notice A size around the last one and a sequence around the next; time goes on in between.
    function anchor(uint256 issuerSeed, uint256 sizeSeed, uint256 sequenceSeed, uint256 secondsSeed) external {
        address issuer = _issuers[issuerSeed % _issuers.length];
        // Shrinks, stays or grows by a little; starts at 2 so that shrinking has somewhere to go.
        uint40 size = uint40(bound(sizeSeed, 0, 4)) + (largest[issuer] > 2 ? largest[issuer] - 2 : 0);
        uint64 sequence = uint64(bound(sequenceSeed, 0, 2)) + (count[issuer] > 1 ? count[issuer] - 1 : 0);
        _submit(issuer, size, sequence, secondsSeed);
    }

    /// @notice A larger tree under the next sequence: must be accepted.
    function grow(uint256 issuerSeed, uint256 sizeSeed, uint256 secondsSeed) external {
        address issuer = _issuers[issuerSeed % _issuers.length];
        uint40 size = largest[issuer] + uint40(bound(sizeSeed, 1, 1000));
        _submit(issuer, size, count[issuer], secondsSeed);
    }

    function accepted() external view returns (Accepted[] memory) {
        return _accepted;
    }

    function issuers() external view returns (address[] memory) {
        return _issuers;
    }

    function _submit(address issuer, uint40 size, uint64 sequence, uint256 secondsSeed) private {
        _time += uint64(bound(secondsSeed, 0, 1 days));
        vm.warp(_time);
        bytes32 root = keccak256(abi.encode(issuer, size, sequence, _time));
        bool good = size > largest[issuer] && sequence == count[issuer];

        vm.prank(issuer);
        try _anchor.anchor(root, AnchorLibrary.pack(size, sequence)) {
            if (!good) ++mistakes;
            largest[issuer] = size;
            ++count[issuer];
            _accepted.push(Accepted(issuer, root, AnchorLibrary.pack(size, sequence).withTime(_time)));
        } catch {
            if (good) ++mistakes;
        }
    }
}
