// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MembershipPass, PassOffer} from "../../src/nft/MembershipPass.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {HookToken} from "../support/HookToken.sol";
import {PassFixture} from "../support/PassFixture.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

/// @notice An offer counts once, for its account, on its chain, for its membership, until it is over or cancelled.
contract MembershipOffersTest is PassFixture {
    bytes4 private constant NOT_THE_SIGNER = MembershipPass.InvalidOfferSigner.selector;

    function test_TheDigestIsEIP712s() public view {
        assertEq(passes.offerDigest(offer()), digestOf(offer(), block.chainid, address(passes)));
        PassOffer memory o = PassOffer(
            address(type(uint160).max),
            255,
            type(uint64).max,
            address(1),
            type(uint256).max,
            type(uint64).max,
            type(uint32).max
        );
        assertEq(passes.offerDigest(o), digestOf(o, block.chainid, address(passes)));
    }

    function test_AnyoneRedeemsAnOfferAndTheAccountGetsThePass() public {
        PassOffer memory o = offer();
        bytes memory sig = signed(o);
        vm.prank(friend);
        passes.redeemOffer{value: 2 ether}(o, sig);
        assertPass(member, GOLD, NOW + MONTH);
        assertPass(friend, 0, 0);
        assertEq(address(passes).balance, 2 ether);
        assertEq(passes.offerNonce(member), 1);
    }

    function test_AnOfferIsPaidInItsCurrency() public {
        PassOffer memory o = offer();
        (o.currency, o.price) = (address(token), 70);
        bytes memory sig = signed(o);
        vm.startPrank(member);
        vm.expectRevert(wrongPayment(0, 1));
        passes.redeemOffer{value: 1}(o, sig);
        passes.redeemOffer(o, sig);
        assertEq(token.balanceOf(address(passes)), 70);
    }

    function test_TheShortFormOfASignatureCountsToo() public {
        PassOffer memory o = offer();
        o.price = 0;
        passes.redeemOffer(o, compactSignature(signerKey, passes.offerDigest(o)));
        assertEq(passes.tierOf(member), GOLD);
    }

    function test_AnOfferCountsOnceAlsoAfterABurnAndInEitherEncoding() public {
        PassOffer memory o = offer();
        o.price = 0;
        bytes memory sig = signed(o);
        passes.redeemOffer(o, sig);
        _refuses(o, sig, _wrongNonce(0, 1));
        vm.prank(member);
        passes.burn(idOf(member));
        _refuses(o, sig, _wrongNonce(0, 1));
        _refuses(o, compactSignature(signerKey, passes.offerDigest(o)), _wrongNonce(0, 1));
        o.nonce = 1;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        passes.redeemOffer(o, signed(o));
        assertEq(passes.tierOf(member), GOLD);
    }

    function test_OfTwoOffersWithOneNonceTheFirstRedeemedCounts() public {
        PassOffer memory dear = offer();
        PassOffer memory cheap = offer();
        (cheap.price, dear.price) = (0, 0);
        cheap.tier = SILVER;
        passes.redeemOffer(cheap, signed(cheap));
        _refuses(dear, signed(dear), _wrongNonce(0, 1));
        // One that comes later waits for its turn.
        dear.nonce = 2;
        _refuses(dear, signed(dear), _wrongNonce(2, 1));
    }

    function test_AnOffersLastSecondCounts() public {
        PassOffer memory o = offer();
        o.price = 0;
        bytes memory sig = signed(o);
        vm.warp(o.validUntil + 1);
        _refuses(o, sig, abi.encodeWithSelector(MembershipPass.OfferExpired.selector, o.validUntil));
        vm.warp(o.validUntil);
        passes.redeemOffer(o, sig);
        assertPass(member, GOLD, uint40(o.validUntil) + MONTH);
    }

    function test_NoFieldOfAnOfferCanBeChanged() public {
        bytes memory sig = signed(offer());
        PassOffer memory o = offer();
        o.account = friend;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        o = offer();
        o.tier = 255;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        o = offer();
        ++o.duration;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        o = offer();
        o.currency = address(token);
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        o = offer();
        o.price = 0;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        o = offer();
        ++o.validUntil;
        _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
    }

    function test_AStrangersOfferAndABrokenSignatureCountForNothing() public {
        _refuses(offer(), signedBy(makeKey("stranger"), offer()), abi.encodePacked(NOT_THE_SIGNER));
        bytes[4] memory broken = [bytes(""), new bytes(64), new bytes(65), new bytes(66)];
        for (uint256 i; i < broken.length; ++i) {
            _refuses(offer(), broken[i], abi.encodePacked(NOT_THE_SIGNER));
        }
    }

    function test_AnOfferCountsOnItsChainAndForItsMembershipAlone() public {
        PassOffer memory o = offer();
        o.price = 0;
        bytes memory elsewhere = signature(signerKey, digestOf(o, block.chainid + 1, address(passes)));
        _refuses(o, elsewhere, abi.encodePacked(NOT_THE_SIGNER));
        MembershipPass clone = MembershipPass(Clones.clone(address(passes)));
        clone.initialize(config());
        bytes memory sig = signed(o);
        vm.expectRevert(NOT_THE_SIGNER);
        clone.redeemOffer(o, sig);
        clone.redeemOffer(o, signature(signerKey, digestOf(o, block.chainid, address(clone))));
        assertEq(clone.tierOf(member), GOLD);
        assertEq(passes.tierOf(member), 0);

        vm.chainId(block.chainid + 1);
        vm.expectRevert(NOT_THE_SIGNER);
        passes.redeemOffer(o, sig);
        passes.redeemOffer(o, elsewhere);
        assertEq(passes.tierOf(member), GOLD);
    }

    function test_AContractSignsOffersAndIsAskedEachTime() public {
        uint256 key = makeKey("key of the wallet");
        ContractWallet wallet = new ContractWallet(vm.addr(key));
        vm.prank(owner);
        passes.setOfferSigner(address(wallet));
        PassOffer memory o = offer();
        o.price = 0;
        _refuses(o, signed(o), abi.encodePacked(NOT_THE_SIGNER));
        bytes memory sig = signedBy(key, o);
        for (uint8 mode = 1; mode <= uint8(type(ContractWallet.Mode).max); ++mode) {
            wallet.setMode(ContractWallet.Mode(mode));
            _refuses(o, sig, abi.encodePacked(NOT_THE_SIGNER));
        }
        wallet.setMode(ContractWallet.Mode.Honest);
        passes.redeemOffer(o, sig);
        assertEq(passes.tierOf(member), GOLD);
    }

    function test_AnotherSignerVoidsWhatTheOldOneOfferedAndNobodyOffersNothing() public {
        vm.startPrank(owner);
        vm.expectEmit(address(passes));
        emit MembershipPass.OfferSignerChanged(address(0));
        passes.setOfferSigner(address(0));
        vm.stopPrank();
        _refuses(offer(), signed(offer()), abi.encodePacked(NOT_THE_SIGNER));
        _refuses(offer(), new bytes(65), abi.encodePacked(NOT_THE_SIGNER));
    }

    function test_OffersToAnAccountCanBeCancelledAndARevocationDoesSo() public {
        PassOffer memory o = offer();
        o.price = 0;
        bytes memory sig = signed(o);
        vm.expectEmit(address(passes));
        emit MembershipPass.OffersCancelled(member, 1);
        vm.prank(owner);
        passes.cancelOffers(only(member));
        _refuses(o, sig, _wrongNonce(0, 1));

        o.nonce = 1;
        sig = signed(o);
        grant(member, SILVER, 0);
        vm.prank(minter);
        passes.revoke(member);
        _refuses(o, sig, _wrongNonce(1, 2));
    }

    function test_AnOfferExtendsAndUpgradesAndNeverMakesLess() public {
        PassOffer memory o = offer();
        o.price = 0;
        grant(member, GOLD, NOW + 10);
        passes.redeemOffer(o, signed(o));
        assertPass(member, GOLD, NOW + 10 + MONTH);

        (o.nonce, o.tier) = (1, SILVER);
        _refuses(o, signed(o), better(member, GOLD, NOW + 10 + MONTH));
        (o.tier, o.duration) = (255, MONTH + 9);
        _refuses(o, signed(o), better(member, GOLD, NOW + 10 + MONTH));
        o.duration = MONTH + 10;
        passes.redeemOffer(o, signed(o));
        assertPass(member, 255, NOW + 10 + MONTH);
        (o.nonce, o.duration) = (2, 0);
        passes.redeemOffer(o, signed(o));
        assertPass(member, 255, 0);
        o.nonce = 3;
        _refuses(o, signed(o), better(member, 255, 0));
    }

    function test_AnOfferOfNoTierOrNoAccountOrTooLongATimeIsRefused() public {
        PassOffer memory o = offer();
        (o.price, o.tier) = (0, 0);
        _refuses(o, signed(o), abi.encodePacked(MembershipPass.TierIsZero.selector));
        (o.tier, o.account) = (GOLD, address(0));
        _refuses(o, signed(o), abi.encodePacked(MembershipPass.ZeroAddress.selector));
        (o.account, o.duration) = (member, type(uint64).max);
        _refuses(
            o, signed(o), abi.encodeWithSelector(MembershipPass.ExpiryTooLate.selector, uint256(NOW) + type(uint64).max)
        );
    }

    function test_APayerWhoReentersFindsTheOfferRedeemed() public {
        HookToken hooks = new HookToken();
        ReenteringAccount thief = new ReenteringAccount();
        PassOffer memory o = offer();
        (o.account, o.currency, o.price) = (address(thief), address(hooks), 30);
        bytes memory redemption = abi.encodeCall(passes.redeemOffer, (o, signed(o)));
        hooks.mint(address(thief), 100);
        thief.execute(address(hooks), abi.encodeCall(hooks.approve, (address(passes), 100)));
        hooks.setHooks(address(thief), true);
        thief.prepare(address(passes), redemption);
        thief.execute(address(passes), redemption);
        assertTrue(thief.entered());
        assertFalse(thief.succeeded());
        assertEq(thief.answer(), _wrongNonce(0, 1));
        assertEq(hooks.balanceOf(address(passes)), 30);
        assertPass(address(thief), GOLD, NOW + MONTH);
    }

    function _refuses(PassOffer memory o, bytes memory sig, bytes memory reason) private {
        (uint8 tier, uint40 expiry) = passes.passOf(o.account);
        uint32 nonce = passes.offerNonce(o.account);
        vm.expectRevert(reason);
        vm.prank(member);
        passes.redeemOffer{value: o.currency == address(0) ? o.price : 0}(o, sig);
        assertPass(o.account, tier, expiry);
        assertEq(passes.offerNonce(o.account), nonce);
    }

    function _wrongNonce(uint32 given, uint32 current) private pure returns (bytes memory) {
        return abi.encodeWithSelector(MembershipPass.WrongOfferNonce.selector, given, current);
    }
}
