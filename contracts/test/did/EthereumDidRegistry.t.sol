// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EthereumDidRegistry} from "../../src/did/EthereumDidRegistry.sol";
import {Test, Vm} from "../support/Test.sol";

/// @notice An identity is its owner's: nobody else changes it, a signature is good for one call, and no owner is none for good.
contract EthereumDidRegistryTest is Test {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant VERI_KEY = "veriKey";
    bytes32 private constant NAME = "did/pub/Ed25519/veriKey/base64";

    EthereumDidRegistry private _registry;
    Vm.Wallet private _identity;
    Vm.Wallet private _owner;
    address private _delegate;
    address private _stranger;

    function setUp() public {
        _registry = EthereumDidRegistry(deployed("EthereumDidRegistry.sol:EthereumDidRegistry", ""));
        _identity = vm.createWallet(0xA11CE);
        _owner = vm.createWallet(0x0B0B);
        _delegate = makeAddr("delegate");
        _stranger = makeAddr("stranger");
        vm.warp(1_800_000_000);
        vm.roll(100);
    }

    function test_AnIdentityIsItsOwnUntilItNamesAnother() public {
        assertEq(_registry.identityOwner(_identity.addr), _identity.addr);
        assertEq(_registry.owners(_identity.addr), address(0));
        assertEq(_registry.changed(_identity.addr), 0);

        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDOwnerChanged(_identity.addr, _owner.addr, 0);
        vm.prank(_identity.addr);
        _registry.changeOwner(_identity.addr, _owner.addr);

        assertEq(_registry.identityOwner(_identity.addr), _owner.addr);
        assertEq(_registry.owners(_identity.addr), _owner.addr);
        assertEq(_registry.changed(_identity.addr), 100);
        assertEq(_registry.identityOwner(_owner.addr), _owner.addr, "the owner's own identity is as it was");
    }

    function test_EventsLeadFromOneChangeToTheOneBefore() public {
        vm.startPrank(_identity.addr);
        _registry.setAttribute(_identity.addr, NAME, "a", 10);
        vm.roll(150);
        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDAttributeChanged(_identity.addr, NAME, "b", 1_800_000_020, 100);
        _registry.setAttribute(_identity.addr, NAME, "b", 20);
        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDAttributeChanged(_identity.addr, NAME, "b", 0, 150);
        _registry.revokeAttribute(_identity.addr, NAME, "b");
    }

    function test_ADelegateIsOneForAWhile() public {
        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDDelegateChanged(_identity.addr, VERI_KEY, _delegate, 1_800_000_060, 0);
        vm.prank(_identity.addr);
        _registry.addDelegate(_identity.addr, VERI_KEY, _delegate, 60);

        assertEq(_registry.delegates(_identity.addr, keccak256(abi.encode(VERI_KEY)), _delegate), 1_800_000_060);
        assertTrue(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));
        assertFalse(_registry.validDelegate(_identity.addr, "sigAuth", _delegate));
        vm.warp(1_800_000_059);
        assertTrue(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));
        vm.warp(1_800_000_060);
        assertFalse(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));
    }

    function test_ARevokedDelegateIsNoneFromThatMomentOn() public {
        vm.startPrank(_identity.addr);
        _registry.addDelegate(_identity.addr, VERI_KEY, _delegate, 60);
        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDDelegateChanged(_identity.addr, VERI_KEY, _delegate, 1_800_000_000, 100);
        _registry.revokeDelegate(_identity.addr, VERI_KEY, _delegate);

        assertFalse(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));
    }

    function test_NobodyElseChangesAnIdentity() public {
        vm.prank(_identity.addr);
        _registry.changeOwner(_identity.addr, _owner.addr);

        _refusesAllCallsOf(_stranger);
        _refusesAllCallsOf(_identity.addr);
        assertEq(_registry.changed(_identity.addr), 100);
    }

    function test_NoOwnerIsNoneForGood() public {
        vm.prank(_identity.addr);
        _registry.changeOwner(_identity.addr, address(0));

        assertEq(_registry.identityOwner(_identity.addr), address(0));
        _refusesAllCallsOf(_identity.addr);
        _refusesAllCallsOf(_stranger);
        // A signature that recovers to nobody is not the signature of nobody.
        bytes memory refusal = abi.encodeWithSelector(EthereumDidRegistry.InvalidSignature.selector, _identity.addr);
        vm.expectRevert(refusal);
        _registry.changeOwnerSigned(_identity.addr, 27, bytes32(0), bytes32(0), _stranger);
        vm.expectRevert(refusal);
        _registry.changeOwnerSigned(_identity.addr, 0, bytes32(uint256(1)), bytes32(uint256(1)), _stranger);
    }

    function test_RefusesAValidityThatWouldOverflow() public {
        vm.startPrank(_identity.addr);
        vm.expectRevert();
        _registry.addDelegate(_identity.addr, VERI_KEY, _delegate, type(uint256).max);
        vm.expectRevert();
        _registry.setAttribute(_identity.addr, NAME, "a", type(uint256).max);
    }

    function test_TheOwnerSignsAndAnybodySends() public {
        vm.startPrank(_stranger);
        (uint8 v, bytes32 r, bytes32 s) = _sign(_identity, abi.encodePacked("setAttribute", NAME, "tea", uint256(9)));
        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDAttributeChanged(_identity.addr, NAME, "tea", 1_800_000_009, 0);
        _registry.setAttributeSigned(_identity.addr, v, r, s, NAME, "tea", 9);

        (v, r, s) = _sign(_identity, abi.encodePacked("revokeAttribute", NAME, "tea"));
        _registry.revokeAttributeSigned(_identity.addr, v, r, s, NAME, "tea");

        (v, r, s) = _sign(_identity, abi.encodePacked("addDelegate", VERI_KEY, _delegate, uint256(60)));
        _registry.addDelegateSigned(_identity.addr, v, r, s, VERI_KEY, _delegate, 60);
        assertTrue(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));

        (v, r, s) = _sign(_identity, abi.encodePacked("revokeDelegate", VERI_KEY, _delegate));
        _registry.revokeDelegateSigned(_identity.addr, v, r, s, VERI_KEY, _delegate);
        assertFalse(_registry.validDelegate(_identity.addr, VERI_KEY, _delegate));

        (v, r, s) = _sign(_identity, abi.encodePacked("changeOwner", _owner.addr));
        _registry.changeOwnerSigned(_identity.addr, v, r, s, _owner.addr);
        assertEq(_registry.identityOwner(_identity.addr), _owner.addr);
        assertEq(_registry.nonce(_identity.addr), 5);

        // From now on it is the new owner who signs, with a nonce of its own.
        (v, r, s) = _sign(_owner, abi.encodePacked("changeOwner", _identity.addr));
        _registry.changeOwnerSigned(_identity.addr, v, r, s, _identity.addr);
        assertEq(_registry.identityOwner(_identity.addr), _identity.addr);
        assertEq(_registry.nonce(_owner.addr), 1);
    }

    function test_RefusesASignatureASecondTime() public {
        bytes memory call = abi.encodePacked("addDelegate", VERI_KEY, _delegate, uint256(60));
        (uint8 v, bytes32 r, bytes32 s) = _sign(_identity, call);
        _registry.addDelegateSigned(_identity.addr, v, r, s, VERI_KEY, _delegate, 60);

        _expectInvalid();
        _registry.addDelegateSigned(_identity.addr, v, r, s, VERI_KEY, _delegate, 60);
        // Nor its other encoding, with the high s, which the nonce alone keeps out of the registries deployed.
        _expectInvalid();
        _registry.addDelegateSigned(
            _identity.addr, v == 27 ? 28 : 27, r, bytes32(ORDER - uint256(s)), VERI_KEY, _delegate, 60
        );
    }

    function test_RefusesAHighS() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(_identity, abi.encodePacked("changeOwner", _owner.addr));
        _expectInvalid();
        _registry.changeOwnerSigned(_identity.addr, v == 27 ? 28 : 27, r, bytes32(ORDER - uint256(s)), _owner.addr);
        _registry.changeOwnerSigned(_identity.addr, v, r, s, _owner.addr);
    }

    function test_RefusesTheSignatureOfAnother() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(_owner, abi.encodePacked("changeOwner", _owner.addr));
        _expectInvalid();
        _registry.changeOwnerSigned(_identity.addr, v, r, s, _owner.addr);
        assertEq(_registry.nonce(_owner.addr), 0);
    }

    function test_RefusesASignatureForAnotherCallIdentityOrRegistry() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(_identity, abi.encodePacked("changeOwner", _owner.addr));
        _expectInvalid();
        _registry.changeOwnerSigned(_identity.addr, v, r, s, _stranger);
        _expectInvalid();
        _registry.revokeDelegateSigned(_identity.addr, v, r, s, VERI_KEY, _owner.addr);

        // Another identity of the same owner has the same nonce.
        vm.prank(_owner.addr);
        _registry.changeOwner(_owner.addr, _identity.addr);
        vm.expectRevert(abi.encodeWithSelector(EthereumDidRegistry.InvalidSignature.selector, _owner.addr));
        _registry.changeOwnerSigned(_owner.addr, v, r, s, _owner.addr);

        EthereumDidRegistry other = EthereumDidRegistry(deployed("EthereumDidRegistry.sol:EthereumDidRegistry", ""));
        _expectInvalid();
        other.changeOwnerSigned(_identity.addr, v, r, s, _owner.addr);
    }

    function testFuzz_OnlyTheOwnersSignatureOverTheseArgumentsCounts(
        uint256 key,
        bytes32 name,
        bytes calldata value,
        uint64 validity
    ) public {
        key = 1 + key % (ORDER - 1);
        Vm.Wallet memory signer = vm.createWallet(key);
        (uint8 v, bytes32 r, bytes32 s) =
            _sign(signer, abi.encodePacked("setAttribute", name, value, uint256(validity)));
        vm.assume(signer.addr != _identity.addr);
        _expectInvalid();
        _registry.setAttributeSigned(_identity.addr, v, r, s, name, value, validity);
        vm.expectRevert(abi.encodeWithSelector(EthereumDidRegistry.InvalidSignature.selector, signer.addr));
        _registry.setAttributeSigned(signer.addr, v, r, s, name, value, uint256(validity) + 1);

        vm.expectEmit(address(_registry));
        emit EthereumDidRegistry.DIDAttributeChanged(signer.addr, name, value, block.timestamp + validity, 0);
        _registry.setAttributeSigned(signer.addr, v, r, s, name, value, validity);
    }

    function _sign(Vm.Wallet memory signer, bytes memory call) private view returns (uint8 v, bytes32 r, bytes32 s) {
        // The owner's nonce; the identity is the first one's in every test but the fuzzed one, where it is the signer's own.
        address identity = signer.addr == _owner.addr ? _identity.addr : signer.addr;
        bytes32 digest =
            keccak256(abi.encodePacked(hex"1900", address(_registry), _registry.nonce(signer.addr), identity, call));
        return vm.sign(signer.privateKey, digest);
    }

    function _expectInvalid() private {
        vm.expectRevert(abi.encodeWithSelector(EthereumDidRegistry.InvalidSignature.selector, _identity.addr));
    }

    function _refusesAllCallsOf(address actor) private {
        bytes memory refusal = abi.encodeWithSelector(EthereumDidRegistry.NotOwner.selector, _identity.addr, actor);
        vm.startPrank(actor);
        vm.expectRevert(refusal);
        _registry.changeOwner(_identity.addr, actor);
        vm.expectRevert(refusal);
        _registry.addDelegate(_identity.addr, VERI_KEY, _delegate, 60);
        vm.expectRevert(refusal);
        _registry.revokeDelegate(_identity.addr, VERI_KEY, _delegate);
        vm.expectRevert(refusal);
        _registry.setAttribute(_identity.addr, NAME, "a", 60);
        vm.expectRevert(refusal);
        _registry.revokeAttribute(_identity.addr, NAME, "a");
        vm.stopPrank();
    }
}
