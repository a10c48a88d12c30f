// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {Voucher} from "../../src/nft/Vouchers.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {WritingWallet} from "../support/WritingWallet.sol";

/// @notice Whose vouchers count: those of the present signer, key or contract, in the present epoch.
contract VoucherAuthorityTest is VoucherFixture {
    uint256 private _nextKey;
    address private _nextSigner;

    function setUp() public override {
        super.setUp();
        _nextKey = makeKey("next signer");
        _nextSigner = vm.addr(_nextKey);
    }

    function test_AVoucherOfAnybodyElseIsRefused() public {
        Voucher memory v = gift(1);
        refuses(v, signedBy(_nextKey, v), NOT_THE_SIGNER);
        refuses(v, signedBy(makeKey("owner"), v), NOT_THE_SIGNER);
        refuses(v, signedBy(makeKey("recipient"), v), NOT_THE_SIGNER);
    }

    function test_TheNewSignerCountsAndTheOldOneDoesNotAndTheEventSaysSo() public {
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.VoucherSignerChanged(_nextSigner);
        vm.prank(owner);
        collection.setVoucherSigner(_nextSigner);
        assertEq(collection.voucherSigner(), _nextSigner);
        assertEq(collection.epoch(), 0, "a rotation leaves the epoch alone");

        Voucher memory v = gift(1);
        refuses(v, signed(v), NOT_THE_SIGNER);
        collection.redeem(v, signedBy(_nextKey, v));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_RefusesTheZeroSigner() public {
        vm.prank(owner);
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        collection.setVoucherSigner(address(0));
        assertEq(collection.voucherSigner(), signer);
    }

    /// @dev Documented on setVoucherSigner: who returns, returns with what it promised, unless the epoch is cancelled too.
    function test_ASignerWhoReturnsBringsItsVouchersBackUnlessTheEpochWasCancelled() public {
        (Voucher memory first, Voucher memory second) = (gift(1), gift(2));
        (bytes memory firstSig, bytes memory secondSig) = (signed(first), signed(second));
        vm.startPrank(owner);
        collection.setVoucherSigner(_nextSigner);
        collection.setVoucherSigner(signer);
        vm.stopPrank();
        collection.redeem(first, firstSig);

        vm.startPrank(owner);
        collection.setVoucherSigner(_nextSigner);
        collection.cancelEpoch();
        collection.setVoucherSigner(signer);
        vm.stopPrank();
        refuses(second, secondSig, wrongEpoch(0, 1));
    }

    function test_CancellingAnEpochVoidsItsVouchersAndTheEventSaysSo() public {
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        vm.expectEmit(address(collection));
        emit VoucherRedeemer.EpochCancelled(0);
        vm.prank(owner);
        collection.cancelEpoch();
        assertEq(collection.epoch(), 1);
        assertEq(collection.voucherSigner(), signer, "a cancellation leaves the signer alone");

        refuses(v, sig, wrongEpoch(0, 1));
        v.epoch = 1;
        refuses(v, sig, NOT_THE_SIGNER);
        collection.redeem(v, signed(v));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_CancellingAnEpochTakesNothingBackThatWasRedeemed() public {
        collection.redeem(gift(1), signed(gift(1)));
        vm.prank(owner);
        collection.cancelEpoch();
        assertEq(collection.ownerOf(1), recipient);

        Voucher memory again = gift(1);
        again.epoch = 1;
        refuses(again, signed(again), alreadyRedeemed(1));
    }

    function test_AVoucherOfALaterEpochWaitsForIt() public {
        Voucher memory v = gift(1);
        v.epoch = 2;
        bytes memory sig = signed(v);
        refuses(v, sig, wrongEpoch(2, 0));
        vm.startPrank(owner);
        collection.cancelEpoch();
        refuses(v, sig, wrongEpoch(2, 1));
        collection.cancelEpoch();
        vm.stopPrank();
        collection.redeem(v, sig);
    }

    /// @dev Epochs never begin again at zero, where cancelled vouchers would count once more.
    function test_TheLastEpochCannotBeCancelled() public {
        bytes32 slot = _authoritySlot();
        uint256 signerBits = uint256(vm.load(address(collection), slot)) & type(uint160).max;
        vm.store(address(collection), slot, bytes32(signerBits | uint256(type(uint32).max) << 160));
        assertEq(collection.epoch(), type(uint32).max);
        assertEq(collection.voucherSigner(), signer);

        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        collection.cancelEpoch();
    }

    function test_AContractWalletSignsVouchers() public {
        ContractWallet wallet = new ContractWallet(signer);
        collection = deploy(address(wallet), payout);
        Voucher memory v = gift(1);
        refuses(v, signedBy(_nextKey, v), NOT_THE_SIGNER);
        collection.redeem(v, signed(v));
        assertEq(collection.ownerOf(1), recipient);

        collection.redeem(gift(2), signedCompactly(gift(2)));
        refuses(gift(2), signed(gift(2)), alreadyRedeemed(2));
    }

    function test_AContractWalletThatSaysAnythingElseThanYesSignsNothing() public {
        ContractWallet wallet = new ContractWallet(signer);
        collection = deploy(address(wallet), payout);
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        for (uint8 mode = 1; mode <= uint8(type(ContractWallet.Mode).max); ++mode) {
            wallet.setMode(ContractWallet.Mode(mode));
            refuses(v, sig, NOT_THE_SIGNER);
        }
        wallet.setMode(ContractWallet.Mode.Honest);
        collection.redeem(v, sig);
    }

    function test_AContractThatIsNoWalletSignsNothing() public {
        address[3] memory contracts =
            [address(token), address(new RawAnswer(abi.encode(true), false)), address(new WritingWallet())];
        Voucher memory v = gift(1);
        for (uint256 i; i < contracts.length; ++i) {
            collection = deploy(contracts[i], payout);
            bytes memory sig = signed(v);
            vm.expectRevert(NOT_THE_SIGNER);
            // What the wallet uses up in vain is the caller's.
            collection.redeem{gas: 1_000_000}(v, sig);
        }
    }

    /// @dev The order in which a voucher is examined is what its holder reads. Each step mends the one thing that was wrong.
    function test_TheFirstThingWrongIsTheOneReported() public {
        give(recipient, 1);
        vm.startPrank(owner);
        collection.cancelEpoch();
        collection.lowerMaxTokenId(10);
        collection.pause();
        vm.stopPrank();
        Voucher memory v = sale(11, 1);
        (v.validFrom, v.validUntil) = (NOW + 3 hours, NOW + 1 hours);
        (v.minTier, v.maxPerBuyer) = (1, 1);
        vm.warp(NOW + 2 hours);

        refuses(v, "", VoucherRedeemer.CollectionPaused.selector);
        vm.prank(owner);
        collection.unpause();
        refuses(v, "", notYetValid(NOW + 3 hours));
        v.validFrom = NOW + 2 hours;
        refuses(v, "", expired(NOW + 1 hours));
        v.validUntil = NOW + 2 hours;
        refuses(v, "", wrongEpoch(0, 1));
        v.epoch = 1;
        refuses(v, "", tokenIdTooHigh(11, 10));
        v.tokenId = 1;
        refuses(v, "", NOT_THE_SIGNER);
        refuses(v, signed(v), tierTooLow(1, 0));
        v.minTier = 0;
        refuses(v, signed(v), alreadyRedeemed(1));
        v.tokenId = 10;
        refuses(v, signed(v), limitReached(recipient, 1));
        v.maxPerBuyer = 2;
        refuses(v, signed(v), wrongPayment(1, 0));
        collection.redeem{value: 1}(v, signed(v));
        assertEq(collection.ownerOf(10), recipient);
    }

    function testFuzz_OnlyThePresentSignerAndEpochCount(uint8 cancelled, uint32 epoch, bool rotated, bool byTheNext)
        public
    {
        cancelled = uint8(bound(cancelled, 0, 5));
        vm.startPrank(owner);
        for (uint256 i; i < cancelled; ++i) {
            collection.cancelEpoch();
        }
        if (rotated) collection.setVoucherSigner(_nextSigner);
        vm.stopPrank();

        Voucher memory v = gift(1);
        v.epoch = epoch % 8;
        bytes memory sig = byTheNext ? signedBy(_nextKey, v) : signed(v);
        if (v.epoch != cancelled) {
            refuses(v, sig, wrongEpoch(v.epoch, cancelled));
        } else if (rotated != byTheNext) {
            refuses(v, sig, NOT_THE_SIGNER);
        } else {
            collection.redeem(v, sig);
            assertEq(collection.ownerOf(1), recipient);
        }
    }

    /// @dev Asking for the epoch reads the one slot that a redemption reads.
    function _authoritySlot() private returns (bytes32) {
        vm.record();
        collection.epoch();
        (bytes32[] memory reads,) = vm.accesses(address(collection));
        assertEq(reads.length, 1);
        return reads[0];
    }
}
