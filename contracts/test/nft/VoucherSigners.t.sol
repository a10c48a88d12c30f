// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {Voucher} from "../../src/nft/Vouchers.sol";
import {AgreeableWallet} from "../support/AgreeableWallet.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";

/// @notice Beside the one signer there are others, keys and contracts, who sign while they are listed and no longer.
contract VoucherSignersTest is VoucherFixture {
    uint256 private _hostKey;
    uint256 private _walletKey;
    address private _host;
    ContractWallet private _wallet;

    function setUp() public override {
        super.setUp();
        _hostKey = makeKey("host");
        _host = vm.addr(_hostKey);
        _walletKey = makeKey("key of the wallet");
        _wallet = new ContractWallet(vm.addr(_walletKey));
    }

    function test_AnAddedKeySignsUntilItIsRemovedAndTheEventsSaySo() public {
        refuses(gift(1), signedBy(_hostKey, gift(1)), NOT_THE_SIGNER);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSignerAdded(_host);
        _add(_host);
        assertTrue(collection.isVoucherSigner(_host));
        assertEq(collection.voucherSigner(), signer);
        collection.redeem(gift(1), signedBy(_hostKey, gift(1)));
        collection.redeem(gift(2), compactSignature(_hostKey, collection.voucherDigest(gift(2))));
        collection.redeem(gift(3), signed(gift(3)));
        assertEq(collection.balanceOf(recipient), 3);

        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSignerRemoved(_host);
        _remove(_host);
        assertFalse(collection.isVoucherSigner(_host));
        refuses(gift(4), signedBy(_hostKey, gift(4)), NOT_THE_SIGNER);
        collection.redeem(gift(4), signed(gift(4)));
    }

    function test_RemovingOneSignerLeavesTheOthers() public {
        uint256 otherKey = makeKey("other host");
        _add(_host);
        _add(vm.addr(otherKey));
        _remove(_host);
        collection.redeem(gift(1), signedBy(otherKey, gift(1)));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_TheZeroAddressCannotBeAddedAndABrokenSignatureIsNobodys() public {
        vm.prank(owner);
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        collection.addVoucherSigner(address(0));
        _add(_host);
        bytes[5] memory broken = [bytes(""), new bytes(19), new bytes(20), new bytes(64), new bytes(65)];
        for (uint256 i; i < broken.length; ++i) {
            refuses(gift(1), broken[i], NOT_THE_SIGNER);
        }
    }

    function test_ThePrimarySignerIsReplacedAndNotRemoved() public {
        bytes memory reason = abi.encodeWithSelector(VoucherRedeemer.SignerNotAdded.selector, signer);
        vm.prank(owner);
        vm.expectRevert(reason);
        collection.removeVoucherSigner(signer);
        _add(signer);
        vm.prank(owner);
        vm.expectRevert(reason);
        collection.removeVoucherSigner(signer);
        collection.redeem(gift(1), signed(gift(1)));
        assertEq(collection.ownerOf(1), recipient);
    }

    /// @dev What replaces a stolen key must not leave it in by the other door.
    function test_APrimarySignerThatWasAddedTooIsGoneWhenItIsReplaced() public {
        _add(signer);
        _add(_host);
        vm.prank(owner);
        collection.setVoucherSigner(_host);
        assertFalse(collection.isVoucherSigner(signer));
        refuses(gift(1), signed(gift(1)), NOT_THE_SIGNER);
        collection.redeem(gift(1), signedBy(_hostKey, gift(1)));

        vm.prank(owner);
        collection.setVoucherSigner(address(_wallet));
        assertFalse(collection.isVoucherSigner(_host));
        refuses(gift(2), signedBy(_hostKey, gift(2)), NOT_THE_SIGNER);
        collection.redeem(gift(2), signedBy(_walletKey, gift(2)));
    }

    function test_AddedSignersOutliveTheChangeOfThePrimaryOne() public {
        _add(_host);
        vm.prank(owner);
        collection.setVoucherSigner(makeAddr("next signer"));
        refuses(gift(1), signed(gift(1)), NOT_THE_SIGNER);
        collection.redeem(gift(1), signedBy(_hostKey, gift(1)));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_TheEpochCancelsTheVouchersOfAllSigners() public {
        _add(_host);
        _add(address(_wallet));
        vm.prank(owner);
        collection.cancelEpoch();
        refuses(gift(1), signedBy(_hostKey, gift(1)), wrongEpoch(0, 1));
        refuses(gift(1), _byWallet(gift(1)), wrongEpoch(0, 1));
    }

    function test_AnAddedContractSignsBehindItsAddressUntilItIsRemoved() public {
        Voucher memory v = gift(1);
        bytes memory sig = _byWallet(v);
        refuses(v, sig, NOT_THE_SIGNER);
        _add(address(_wallet));
        refuses(v, signedBy(_walletKey, v), NOT_THE_SIGNER);
        refuses(v, bytes.concat(bytes20(address(_wallet)), signedBy(_hostKey, v)), NOT_THE_SIGNER);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), recipient);

        _remove(address(_wallet));
        refuses(gift(2), _byWallet(gift(2)), NOT_THE_SIGNER);
    }

    function test_AnAddedContractThatSaysAnythingElseThanYesSignsNothing() public {
        _add(address(_wallet));
        Voucher memory v = gift(1);
        bytes memory sig = _byWallet(v);
        for (uint8 mode = 1; mode <= uint8(type(ContractWallet.Mode).max); ++mode) {
            _wallet.setMode(ContractWallet.Mode(mode));
            refuses(v, sig, NOT_THE_SIGNER);
        }
        _wallet.setMode(ContractWallet.Mode.Honest);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AnAddedContractIsAskedForTheBytesBehindItsAddress() public {
        address yes = address(new AgreeableWallet());
        _add(yes);
        // Solady leaves out the zeros behind the last byte, which no decoder misses.
        bytes memory question = abi.encodePacked(
            AgreeableWallet.isValidSignature.selector,
            collection.voucherDigest(gift(1)),
            uint256(0x40),
            uint256(3),
            "odd"
        );
        vm.expectCall(yes, question, 1);
        collection.redeem(gift(1), bytes.concat(bytes20(yes), "odd"));

        collection.redeem(gift(2), abi.encodePacked(yes));
        assertEq(collection.balanceOf(recipient), 2);
        refuses(gift(3), abi.encodePacked(bytes19(bytes20(yes))), NOT_THE_SIGNER);
    }

    /// @dev Whoever is named must be listed: a stranger's contract says yes to anything.
    function test_AContractThatIsNotListedSignsNothingHoweverItIsNamed() public {
        address yes = address(new AgreeableWallet());
        _add(address(_wallet));
        refuses(gift(1), abi.encodePacked(yes), NOT_THE_SIGNER);
        refuses(gift(1), bytes.concat(bytes20(yes), signed(gift(1))), NOT_THE_SIGNER);
        refuses(gift(1), bytes.concat(bytes20(yes), _byWallet(gift(1))), NOT_THE_SIGNER);
        refuses(gift(1), abi.encodePacked(address(collection)), NOT_THE_SIGNER);
        refuses(gift(1), abi.encodePacked(address(0), signed(gift(1))), NOT_THE_SIGNER);
    }

    /// @dev A key has no code that could be asked, so naming it in front of its signature is not a second form.
    function test_AKeyIsNotNamed() public {
        _add(_host);
        refuses(gift(1), bytes.concat(bytes20(_host), signedBy(_hostKey, gift(1))), NOT_THE_SIGNER);
        refuses(gift(1), bytes.concat(bytes20(signer), signed(gift(1))), NOT_THE_SIGNER);
    }

    function test_ThePrimaryContractIsNotNamedAndAnAddedOneBesideItIs() public {
        ContractWallet primary = new ContractWallet(signer);
        collection = deploy(address(primary), payout);
        refuses(gift(1), bytes.concat(bytes20(address(primary)), signed(gift(1))), NOT_THE_SIGNER);
        collection.redeem(gift(1), signed(gift(1)));

        _add(address(_wallet));
        _add(_host);
        collection.redeem(gift(2), _byWallet(gift(2)));
        collection.redeem(gift(3), signedBy(_hostKey, gift(3)));
        assertEq(collection.balanceOf(recipient), 3);
    }

    /// @dev The first 20 bytes of a key's signature are an address too. To have a contract there one would need to find it; the
    /// test just puts it there.
    function test_AKeysSignatureThatBeginsLikeAnAddedContractIsTheKeys() public {
        Voucher memory v = gift(1);
        bytes memory byStranger = signedBy(makeKey("stranger"), v);
        address there = _beginningOf(byStranger);
        vm.etch(there, address(_wallet).code);
        _add(there);
        refuses(v, byStranger, NOT_THE_SIGNER);
        bytes memory compact = compactSignature(makeKey("stranger"), collection.voucherDigest(v));
        assertEq(_beginningOf(compact), there);
        refuses(v, compact, NOT_THE_SIGNER);

        bytes memory byHost = signedBy(_hostKey, v);
        there = _beginningOf(byHost);
        vm.etch(there, address(_wallet).code);
        ContractWallet(payable(there)).setMode(ContractWallet.Mode.Revert);
        _add(there);
        _add(_host);
        collection.redeem(v, byHost);
        assertEq(collection.ownerOf(1), recipient);
    }

    function testFuzz_NoBytesSignButThoseOfAListedSigner(bytes calldata given, uint8 length, uint256 key) public {
        _add(_host);
        _add(address(_wallet));
        refuses(gift(1), given, NOT_THE_SIGNER);
        refuses(gift(1), new bytes(length), NOT_THE_SIGNER);
        refuses(gift(1), bytes.concat(bytes20(address(_wallet)), given), NOT_THE_SIGNER);
        key = bound(key, 1, type(uint128).max);
        refuses(gift(1), signedBy(key, gift(1)), NOT_THE_SIGNER);
        refuses(gift(1), bytes.concat(bytes20(address(_wallet)), signedBy(key, gift(1))), NOT_THE_SIGNER);
    }

    function _beginningOf(bytes memory sig) private pure returns (address) {
        // Casting is safe: the beginning is what is wanted.
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(bytes20(sig));
    }

    function _byWallet(Voucher memory v) private view returns (bytes memory) {
        return bytes.concat(bytes20(address(_wallet)), signedBy(_walletKey, v));
    }

    function _add(address account) private {
        vm.prank(owner);
        collection.addVoucherSigner(account);
    }

    function _remove(address account) private {
        vm.prank(owner);
        collection.removeVoucherSigner(account);
    }
}
