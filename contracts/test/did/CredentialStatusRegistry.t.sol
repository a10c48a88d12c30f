// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CredentialStatusRegistry} from "../../src/did/CredentialStatusRegistry.sol";
import {Test, Vm} from "../support/Test.sol";

/// @notice A credential is revoked once and for good, by its issuer alone, and any of the three questions tells.
contract CredentialStatusRegistryTest is Test {
    CredentialStatusRegistry private _registry;
    address private _issuer;
    address private _other;

    function setUp() public {
        _registry = CredentialStatusRegistry(deployed("CredentialStatusRegistry.sol:CredentialStatusRegistry", ""));
        _issuer = makeAddr("issuer");
        _other = makeAddr("other issuer");
    }

    function test_NothingIsRevokedAtFirst() public view {
        assertFalse(_registry.isRevoked(_issuer, 0));
        assertFalse(_registry.isRevoked(_issuer, type(uint256).max));
        assertFalse(_registry.isRevoked(address(0), 0));
        assertEq(_registry.statusWord(_issuer, 0), 0);
        assertEq(_registry.statusWord(_issuer, type(uint256).max), 0);
    }

    function test_TheIssuerRevokesAndTheEventSaysSo() public {
        vm.expectEmit(address(_registry));
        emit CredentialStatusRegistry.CredentialRevoked(_issuer, 42);
        vm.prank(_issuer);
        _registry.revoke(42);

        assertTrue(_registry.isRevoked(_issuer, 42));
    }

    function test_ARevocationLogsOneEventOnly() public {
        vm.recordLogs();
        vm.prank(_issuer);
        _registry.revoke(7);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        assertEq(logs[0].topics.length, 3, "issuer and index are searchable");
        assertEq(logs[0].data.length, 0);
    }

    function test_RefusesToRevokeTwice() public {
        vm.startPrank(_issuer);
        _registry.revoke(42);
        vm.expectRevert(abi.encodeWithSelector(CredentialStatusRegistry.AlreadyRevoked.selector, _issuer, 42));
        _registry.revoke(42);

        assertTrue(_registry.isRevoked(_issuer, 42), "a refused call changes nothing");
    }

    function test_RevokesTheFirstAndTheLastOfAWordAndOfTheList() public {
        uint256[5] memory edges = [uint256(0), 255, 256, 511, type(uint256).max];
        vm.startPrank(_issuer);
        for (uint256 i; i < edges.length; ++i) {
            _registry.revoke(edges[i]);
            assertTrue(_registry.isRevoked(_issuer, edges[i]));
        }

        assertEq(_registry.statusWord(_issuer, 0), (1 << 255) | 1);
        assertEq(_registry.statusWord(_issuer, 1), (1 << 255) | 1);
        assertEq(_registry.statusWord(_issuer, type(uint256).max >> 8), 1 << 255);
        assertFalse(_registry.isRevoked(_issuer, 1));
        assertFalse(_registry.isRevoked(_issuer, 254));
        assertFalse(_registry.isRevoked(_issuer, 257));
        assertFalse(_registry.isRevoked(_issuer, type(uint256).max - 1));
    }

    function test_AWholeWordCanBeRevoked() public {
        vm.startPrank(_issuer);
        for (uint256 i; i < 256; ++i) {
            _registry.revoke(256 + i);
        }

        assertEq(_registry.statusWord(_issuer, 1), type(uint256).max);
        assertEq(_registry.statusWord(_issuer, 0), 0);
        assertEq(_registry.statusWord(_issuer, 2), 0);
    }

    function test_NobodyRevokesInTheListOfAnother() public {
        vm.prank(_other);
        _registry.revoke(42);

        assertFalse(_registry.isRevoked(_issuer, 42));
        assertTrue(_registry.isRevoked(_other, 42));

        // The same index is still the issuer's to revoke.
        vm.prank(_issuer);
        _registry.revoke(42);
        assertTrue(_registry.isRevoked(_issuer, 42));
    }

    function test_TheCallerIsTheIssuerAndNotTheOriginOfTheTransaction() public {
        vm.prank(_other, _issuer);
        _registry.revoke(1);

        assertTrue(_registry.isRevoked(_other, 1));
        assertFalse(_registry.isRevoked(_issuer, 1));
    }

    function testFuzz_RevokingTouchesThatOneBitOnly(address issuer, address bystander, uint256 index, uint256 another)
        public
    {
        vm.assume(issuer != bystander && index != another);
        vm.prank(issuer);
        _registry.revoke(index);

        assertTrue(_registry.isRevoked(issuer, index));
        assertEq(_registry.statusWord(issuer, index / 256), 2 ** (index % 256));
        assertFalse(_registry.isRevoked(issuer, another));
        assertFalse(_registry.isRevoked(bystander, index));
        assertEq(_registry.statusWord(bystander, index / 256), 0);
    }

    function testFuzz_NeighboursShareAWordAndNothingElse(uint256 index) public {
        vm.assume(index != type(uint256).max);
        vm.startPrank(_issuer);
        _registry.revoke(index);
        _registry.revoke(index + 1);

        uint256 word = _registry.statusWord(_issuer, index / 256);
        if (index % 256 == 255) {
            assertEq(word, 1 << 255);
            assertEq(_registry.statusWord(_issuer, index / 256 + 1), 1);
        } else {
            assertEq(word, 3 << (index % 256));
        }
    }
}
