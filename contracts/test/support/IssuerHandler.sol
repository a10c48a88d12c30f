// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IssuerRegistry} from "../../src/provenance/IssuerRegistry.sol";
import {Cheats} from "./Test.sol";

/// @notice An authority that decides this and that while time passes, and a memory of who was authorised in each present.
contract IssuerHandler is Cheats {
    struct Seen {
        address issuer;
        bytes32 scope;
        uint64 time;
        bool authorised;
    }

    IssuerRegistry private immutable _registry;
    address private immutable _authority;
    address[] private _issuers;
    Seen[] private _seen;
    uint64 private _time = 1_750_000_000;

    /// @notice How many of its decisions the registry took.
    uint256 public taken;

    constructor(IssuerRegistry registry_, address authority_) {
        _registry = registry_;
        _authority = authority_;
        _issuers.push(makeAddr("first issuer"));
        _issuers.push(makeAddr("second issuer"));
    }

    function authorise(uint256 issuerSeed, uint256 scopeSeed, uint256 shift) external {
        _look(issuerSeed, scopeSeed);
        uint64 moment = _moment(shift);
        vm.prank(_authority);
        try _registry.authorise(_issuer(issuerSeed), _scope(scopeSeed), moment) {
            ++taken;
        } catch {}
        _look(issuerSeed, scopeSeed);
    }

    function revoke(uint256 issuerSeed, uint256 scopeSeed, uint256 shift) external {
        _look(issuerSeed, scopeSeed);
        uint64 moment = _moment(shift);
        vm.prank(_authority);
        try _registry.revoke(_issuer(issuerSeed), _scope(scopeSeed), moment) {
            ++taken;
        } catch {}
    }

    /// @dev One time in sixteen only, or there would soon be no good key left. Hashed, as the runner likes round numbers.
    function reportCompromise(uint256 issuerSeed, uint256 shift, uint256 chance) external {
        if (uint256(keccak256(abi.encode(chance))) % 16 != 0) return;
        uint64 moment = _moment(shift);
        vm.prank(_authority);
        try _registry.reportCompromise(_issuer(issuerSeed), moment) {
            ++taken;
        } catch {}
    }

    function pass(uint256 issuerSeed, uint256 scopeSeed, uint256 secondsSeed) external {
        _time += uint64(bound(secondsSeed, 1, 100));
        vm.warp(_time);
        _look(issuerSeed, scopeSeed);
    }

    function seen() external view returns (Seen[] memory) {
        return _seen;
    }

    function _look(uint256 issuerSeed, uint256 scopeSeed) private {
        vm.warp(_time);
        address issuer = _issuer(issuerSeed);
        bytes32 scope = _scope(scopeSeed);
        _seen.push(Seen(issuer, scope, _time, _registry.isAuthorised(issuer, scope, _time)));
    }

    function _issuer(uint256 seed) private view returns (address) {
        return _issuers[seed % _issuers.length];
    }

    function _scope(uint256 seed) private pure returns (bytes32) {
        return bytes32(seed / 7 % 2);
    }

    function _moment(uint256 shift) private view returns (uint64) {
        return _time + uint64(bound(shift, 0, 200)) - 100;
    }
}
