// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialStatusRegistry} from "../../src/did/CredentialStatusRegistry.sol";
import {Cheats} from "./Test.sol";

/// @notice Three issuers who revoke in any order, and a memory of what each of them revoked.
contract StatusRegistryHandler is Cheats {
    struct Revocation {
        address issuer;
        uint256 index;
    }

    CredentialStatusRegistry private immutable _registry;
    address[] public issuers;
    Revocation[] private _revocations;
    mapping(address issuer => mapping(uint256 index => bool)) public wasRevoked;
    mapping(address issuer => uint256) public revokedBy;

    /// @notice How often the registry let an issuer revoke the same credential again, or refused a first time.
    uint256 public mistakes;

    constructor(CredentialStatusRegistry registry) {
        _registry = registry;
        issuers.push(makeAddr("first issuer"));
        issuers.push(makeAddr("second issuer"));
        issuers.push(makeAddr("third issuer"));
    }

    /// @notice Revokes in the first two words and the last one, so that indexes meet and words fill up.
    function revoke(uint256 issuerSeed, uint256 indexSeed) external {
        address issuer = issuers[issuerSeed % issuers.length];
        uint256 index = indexSeed % 3 == 0 ? type(uint256).max - indexSeed % 256 : indexSeed % 512;
        bool again = wasRevoked[issuer][index];

        vm.prank(issuer);
        try _registry.revoke(index) {
            if (again) ++mistakes;
            wasRevoked[issuer][index] = true;
            ++revokedBy[issuer];
            _revocations.push(Revocation(issuer, index));
        } catch {
            if (!again) ++mistakes;
        }
    }

    /// @notice Tries what was revoked before once more.
    function revokeAgain(uint256 seed) external {
        if (_revocations.length == 0) return;
        Revocation memory old = _revocations[seed % _revocations.length];
        vm.prank(old.issuer);
        try _registry.revoke(old.index) {
            ++mistakes;
        } catch {}
    }

    function revocations() external view returns (Revocation[] memory) {
        return _revocations;
    }

    function issuerCount() external view returns (uint256) {
        return issuers.length;
    }
}
