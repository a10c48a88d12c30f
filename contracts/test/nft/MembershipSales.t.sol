// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MembershipPass, Plan} from "../../src/nft/MembershipPass.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {PassFixture} from "../support/PassFixture.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Anyone buys and renews passes at the price that was agreed to, exactly, and no purchase makes a pass less.
contract MembershipSalesTest is PassFixture {
    function test_APlanIsWhatTheOwnerSaysAndIsSeenInEvents() public {
        Plan memory plan = passes.planOf(GOLD);
        assertEq(plan.currency, address(token));
        assertEq(plan.price, GOLD_PRICE);
        assertEq(plan.duration, MONTH);
        vm.startPrank(owner);
        vm.expectEmit(address(passes));
        emit MembershipPass.PlanChanged(GOLD, address(0), type(uint256).max, 0);
        passes.setPlan(GOLD, address(0), type(uint256).max, 0);
        assertEq(passes.planOf(GOLD).price, type(uint256).max);
        vm.expectRevert(MembershipPass.TierIsZero.selector);
        passes.setPlan(0, address(0), 1, 1);

        vm.expectEmit(address(passes));
        emit MembershipPass.PlanRemoved(GOLD);
        passes.removePlan(GOLD);
        bytes memory no = abi.encodeWithSelector(MembershipPass.PlanNotOffered.selector, GOLD);
        vm.expectRevert(no);
        passes.planOf(GOLD);
        vm.expectRevert(no);
        passes.removePlan(GOLD);
        vm.stopPrank();
        vm.expectRevert(no);
        vm.prank(member);
        passes.buy(GOLD, member, gold());
    }

    function test_APassIsBoughtForOneselfAndForOthers() public {
        buySilver(member, member);
        assertPass(member, SILVER, NOW + MONTH);
        buySilver(member, friend);
        assertPass(friend, SILVER, NOW + MONTH);
        assertEq(address(passes).balance, 2 * SILVER_PRICE);
        vm.prank(member);
        passes.buy(GOLD, stranger, gold());
        assertPass(stranger, GOLD, NOW + MONTH);
        assertEq(token.balanceOf(address(passes)), GOLD_PRICE);
        assertEq(token.allowance(member, address(passes)), 1000 - GOLD_PRICE, "no more was taken than was due");
    }

    function test_ARenewalBeginsWhereThePassEndsOrNow() public {
        buySilver(member, member);
        vm.warp(NOW + 10);
        vm.prank(friend);
        passes.renew{value: SILVER_PRICE}(member, silver());
        assertPass(member, SILVER, NOW + 2 * MONTH);

        vm.warp(NOW + 2 * MONTH - 1);
        vm.prank(member);
        passes.renew{value: SILVER_PRICE}(member, silver());
        assertPass(member, SILVER, NOW + 3 * MONTH);
        // In the second of its expiry a pass is expired, which makes the same.
        vm.warp(NOW + 3 * MONTH);
        assertEq(passes.tierOf(member), 0);
        vm.prank(member);
        passes.renew{value: SILVER_PRICE}(member, silver());
        assertPass(member, SILVER, NOW + 4 * MONTH);
        assertEq(passes.tierOf(member), SILVER);
        vm.warp(NOW + 5 * MONTH);
        vm.prank(member);
        passes.renew{value: SILVER_PRICE}(member, silver());
        assertPass(member, SILVER, NOW + 6 * MONTH);
    }

    function test_BuyingTheSameTierAgainIsRenewing() public {
        buySilver(member, member);
        buySilver(friend, member);
        assertPass(member, SILVER, NOW + 2 * MONTH);
    }

    function test_AnUpgradeBeginsNowAndMustNotShorten() public {
        buySilver(member, member);
        vm.warp(NOW + 1);
        vm.prank(member);
        passes.buy(GOLD, member, gold());
        assertPass(member, GOLD, NOW + 1 + MONTH);

        grant(friend, SILVER, NOW + 2 * MONTH);
        vm.prank(member);
        vm.expectRevert(better(friend, SILVER, NOW + 2 * MONTH));
        passes.buy(GOLD, friend, gold());
    }

    function test_NobodyMakesAPassLessByBuyingALowerTier() public {
        grant(friend, GOLD, NOW + 1);
        vm.startPrank(member);
        vm.expectRevert(better(friend, GOLD, NOW + 1));
        passes.buy{value: SILVER_PRICE}(SILVER, friend, silver());
        vm.warp(NOW + 1);
        passes.buy{value: SILVER_PRICE}(SILVER, friend, silver());
        assertPass(friend, SILVER, NOW + 1 + MONTH);
    }

    function test_APassWithoutEndIsSoldOnceAndNeverRenewed() public {
        vm.prank(owner);
        passes.setPlan(SILVER, address(0), SILVER_PRICE, 0);
        Plan memory forGood = Plan(address(0), SILVER_PRICE, 0);
        vm.startPrank(friend);
        passes.buy{value: SILVER_PRICE}(SILVER, member, forGood);
        assertPass(member, SILVER, 0);
        vm.expectPartialRevert(MembershipPass.PlanDiffers.selector);
        passes.renew{value: SILVER_PRICE}(member, silver());
        vm.expectRevert(better(member, SILVER, 0));
        passes.renew{value: SILVER_PRICE}(member, forGood);
        vm.expectRevert(better(member, SILVER, 0));
        passes.buy{value: SILVER_PRICE}(SILVER, member, forGood);
    }

    function test_ThePriceIsTheOneThatTheBuyerAgreedTo() public {
        bytes memory differs =
            abi.encodeWithSelector(MembershipPass.PlanDiffers.selector, GOLD, address(token), GOLD_PRICE + 1, MONTH);
        vm.prank(owner);
        passes.setPlan(GOLD, address(token), GOLD_PRICE + 1, MONTH);
        vm.startPrank(member);
        vm.expectRevert(differs);
        passes.buy(GOLD, member, gold());
        vm.expectRevert(differs);
        passes.buy(GOLD, member, Plan(address(0), GOLD_PRICE + 1, MONTH));
        vm.expectRevert(differs);
        passes.buy(GOLD, member, Plan(address(token), GOLD_PRICE + 1, MONTH + 1));
        assertEq(token.balanceOf(member), 1000);
        passes.buy(GOLD, member, Plan(address(token), GOLD_PRICE + 1, MONTH));
        assertPass(member, GOLD, NOW + MONTH);
    }

    function test_TooMuchAndTooLittleAreRefused() public {
        vm.startPrank(member);
        vm.expectRevert(wrongPayment(SILVER_PRICE, SILVER_PRICE - 1));
        passes.buy{value: SILVER_PRICE - 1}(SILVER, member, silver());
        vm.expectRevert(wrongPayment(SILVER_PRICE, SILVER_PRICE + 1));
        passes.buy{value: SILVER_PRICE + 1}(SILVER, member, silver());
        vm.expectRevert(wrongPayment(0, 1));
        passes.buy{value: 1}(GOLD, member, gold());
        token.approve(address(passes), GOLD_PRICE - 1);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        passes.buy(GOLD, member, gold());
        assertPass(member, 0, 0);
        passes.buy{value: SILVER_PRICE}(SILVER, member, silver());
        vm.expectRevert(wrongPayment(SILVER_PRICE, 0));
        passes.renew(member, silver());
        assertPass(member, SILVER, NOW + MONTH);
    }

    function test_WhoeverHasNoPassHasNothingToRenewAndNobodyIsNoBuyer() public {
        vm.startPrank(member);
        vm.expectRevert(nonexistent(member));
        passes.renew{value: SILVER_PRICE}(member, silver());
        vm.expectRevert(MembershipPass.ZeroAddress.selector);
        passes.buy{value: SILVER_PRICE}(SILVER, address(0), silver());
    }

    function test_AnExpiryThatNoPassCanHaveIsRefused() public {
        vm.prank(owner);
        passes.setPlan(SILVER, address(0), 0, type(uint40).max);
        vm.startPrank(member);
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.ExpiryTooLate.selector, uint256(NOW) + type(uint40).max));
        passes.buy(SILVER, member, Plan(address(0), 0, type(uint40).max));
    }

    function test_ERC5643RenewsByThePlanInCoin() public {
        buySilver(member, member);
        uint256 id = idOf(member);
        assertTrue(passes.isRenewable(id));
        vm.startPrank(friend);
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.WrongDuration.selector, MONTH, MONTH + 1));
        passes.renewSubscription{value: SILVER_PRICE}(id, MONTH + 1);
        vm.expectRevert(wrongPayment(SILVER_PRICE, 0));
        passes.renewSubscription(id, MONTH);
        passes.renewSubscription{value: SILVER_PRICE}(id, MONTH);
        vm.stopPrank();
        assertEq(passes.expiresAt(id), NOW + 2 * MONTH);

        vm.prank(member);
        passes.buy(GOLD, stranger, gold());
        assertTrue(passes.isRenewable(idOf(stranger)));
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.PriceNotAgreed.selector, address(token), GOLD_PRICE));
        vm.prank(member);
        passes.renewSubscription(idOf(stranger), MONTH);
        vm.expectRevert(nonexistent(minter));
        passes.renewSubscription(idOf(minter), MONTH);

        vm.prank(owner);
        passes.removePlan(SILVER);
        assertFalse(passes.isRenewable(id));
        vm.expectRevert(abi.encodeWithSelector(MembershipPass.PlanNotOffered.selector, SILVER));
        vm.prank(friend);
        passes.renewSubscription{value: SILVER_PRICE}(id, MONTH);
    }

    function test_MoneyWaitsUntilAnybodySendsItToThePayout() public {
        buySilver(member, member);
        vm.prank(member);
        passes.buy(GOLD, friend, gold());
        vm.expectEmit(address(passes));
        emit MembershipPass.Withdrawn(address(0), SILVER_PRICE, payout);
        vm.startPrank(stranger);
        passes.withdraw(address(0));
        passes.withdraw(address(token));
        passes.withdraw(address(0));
        assertEq(payout.balance, SILVER_PRICE);
        assertEq(token.balanceOf(payout), GOLD_PRICE);
        assertEq(address(passes).balance, 0);
    }

    function test_APayoutThatRefusesMoneyStopsNoSaleAndCanBeReplaced() public {
        HostileRecipient moody = new HostileRecipient();
        moody.setMode(HostileRecipient.Mode.Refuse);
        vm.startPrank(owner);
        passes.setPayout(address(moody));
        vm.stopPrank();
        buySilver(member, member);
        vm.expectRevert(SafeTransferLib.ETHTransferFailed.selector);
        passes.withdraw(address(0));
        vm.startPrank(owner);
        vm.expectRevert(MembershipPass.ZeroAddress.selector);
        passes.setPayout(address(0));
        passes.setPayout(payout);
        vm.stopPrank();
        passes.withdraw(address(0));
        assertEq(payout.balance, SILVER_PRICE);
    }

    function test_ATokenThatMovesNothingHasNotPaid() public {
        FalseReturnToken sly = new FalseReturnToken();
        sly.mint(member, 100);
        sly.setRefusing(true);
        _sellGoldFor(address(sly));
        vm.startPrank(member);
        sly.approve(address(passes), 100);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        passes.buy(GOLD, member, Plan(address(sly), GOLD_PRICE, MONTH));
        vm.stopPrank();
        address nothing = makeAddr("no token");
        _sellGoldFor(nothing);
        vm.prank(member);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        passes.buy(GOLD, member, Plan(nothing, GOLD_PRICE, MONTH));
        assertPass(member, 0, 0);
    }

    /// @dev Documented on buy: what the currency takes on the way is the seller's loss.
    function test_ATokenThatTakesAFeeDeliversLessAndTheBuyerOwesNoMore() public {
        FeeToken fee = new FeeToken();
        fee.mint(member, 1000);
        vm.prank(owner);
        passes.setPlan(GOLD, address(fee), 1000, MONTH);
        vm.startPrank(member);
        fee.approve(address(passes), 1000);
        passes.buy(GOLD, member, Plan(address(fee), 1000, MONTH));
        assertEq(fee.balanceOf(member), 0);
        assertEq(fee.balanceOf(address(passes)), 990);
        assertPass(member, GOLD, NOW + MONTH);
    }

    function test_ABuyerWhoReentersPaysForEachMonth() public {
        HookToken hooks = new HookToken();
        ReenteringAccount eager = new ReenteringAccount();
        _sellGoldFor(address(hooks));
        hooks.mint(address(eager), 100);
        eager.execute(address(hooks), abi.encodeCall(hooks.approve, (address(passes), 100)));
        hooks.setHooks(address(eager), true);
        bytes memory purchase =
            abi.encodeCall(passes.buy, (GOLD, address(eager), Plan(address(hooks), GOLD_PRICE, MONTH)));
        eager.prepare(address(passes), purchase);
        eager.execute(address(passes), purchase);
        assertTrue(eager.succeeded());
        assertPass(address(eager), GOLD, NOW + 2 * MONTH);
        assertEq(hooks.balanceOf(address(passes)), 2 * GOLD_PRICE);

        // Who burns the pass from the hook has paid for it all the same.
        eager.prepare(address(passes), abi.encodeCall(passes.burn, (idOf(address(eager)))));
        eager.execute(address(passes), purchase);
        assertTrue(eager.succeeded());
        assertPass(address(eager), 0, 0);
        assertEq(hooks.balanceOf(address(passes)), 3 * GOLD_PRICE);
    }

    function testFuzz_OnlyTheExactPriceBuys(uint256 price, uint256 value, uint40 duration) public {
        duration = uint40(bound(duration, 0, type(uint40).max - NOW));
        Plan memory plan = Plan(address(0), price, duration);
        vm.prank(owner);
        passes.setPlan(1, address(0), price, duration);
        vm.deal(member, type(uint256).max);
        vm.startPrank(member);
        if (value != price) {
            vm.expectRevert(wrongPayment(price, value));
            passes.buy{value: value}(1, member, plan);
        }
        passes.buy{value: price}(1, member, plan);
        assertEq(address(passes).balance, price);
        assertPass(member, 1, duration == 0 ? 0 : NOW + duration);
    }

    function _sellGoldFor(address currency) private {
        vm.prank(owner);
        passes.setPlan(GOLD, currency, GOLD_PRICE, MONTH);
    }
}
