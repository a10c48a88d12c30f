// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherFixture} from "../support/VoucherFixture.sol";
import {VoucherHandler} from "../support/VoucherHandler.sol";

/// @notice Whatever signers, buyers and holders do in whatever order, each token is minted once and no payment is lost.
contract VoucherCollectionInvariantTest is VoucherFixture {
    uint256 private constant TOKENS = 24;

    VoucherHandler private _handler;

    function setUp() public override {
        super.setUp();
        uint256[] memory keys = new uint256[](2);
        (keys[0], keys[1]) = (signerKey, makeKey("next signer"));
        _handler = new VoucherHandler(collection, token, owner, keys, TOKENS);

        // More ways to redeem than to burn, so that tokens come to exist faster than they go.
        bytes4[] memory moves = new bytes4[](11);
        moves[0] = VoucherHandler.sign.selector;
        moves[1] = VoucherHandler.sign.selector;
        moves[2] = VoucherHandler.redeem.selector;
        moves[3] = VoucherHandler.redeemTheLatest.selector;
        moves[4] = VoucherHandler.redeemBatch.selector;
        moves[5] = VoucherHandler.redeemList.selector;
        moves[6] = VoucherHandler.pass.selector;
        moves[7] = VoucherHandler.burn.selector;
        moves[8] = VoucherHandler.cancel.selector;
        moves[9] = VoucherHandler.withdraw.selector;
        moves[10] = VoucherHandler.waitAndGovern.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_AVoucherIsRedeemedExactlyWhereTheModelAllowsIt() public view {
        assertEq(_handler.mistakes(), 0);
        assertEq(collection.voucherSigner(), _handler.signer());
        assertEq(collection.epoch(), _handler.epoch());
        assertEq(collection.paused(), _handler.paused());
    }

    function invariant_ATokenIsMintedAtMostOnceAlsoWhenItIsBurntAndNeverWhenItIsCancelled() public view {
        uint256 marks;
        for (uint256 id; id < TOKENS; ++id) {
            assertFalse(_handler.redeemed(id) && _handler.cancelled(id));
            assertEq(collection.isRedeemed(id), _handler.redeemed(id) || _handler.cancelled(id));
            assertEq(collection.isCancelled(id), _handler.cancelled(id));
            if (collection.isRedeemed(id)) ++marks;
        }
        assertEq(marks, _handler.redemptions() + _handler.cancellations());
    }

    function invariant_EachTokenBelongsToWhomItWasHandedLast() public view {
        for (uint256 id; id < TOKENS; ++id) {
            address holder = _handler.holder(id);
            (bool exists, bytes memory answer) =
                address(collection).staticcall(abi.encodeCall(collection.ownerOf, (id)));
            assertEq(exists, holder != address(0));
            if (!exists) continue;
            assertEq(abi.decode(answer, (address)), holder);
            assertEq(collection.locked(id), _handler.locked(id));
        }
    }

    function invariant_TheSupplyIsWhatWasRedeemedLessWhatWasBurntAndEachBuyersRedemptionsAreCounted() public view {
        address[] memory people = _handler.people();
        uint256 supply;
        for (uint256 i; i < people.length; ++i) {
            supply += collection.balanceOf(people[i]);
            assertEq(collection.redemptionsOf(people[i]), _handler.redemptionsOf(people[i]));
        }
        assertEq(supply, _handler.redemptions() - _handler.burns());
    }

    function invariant_AllThatWasPaidIsWithdrawnOrStillThere() public view {
        assertEq(payout.balance + address(collection).balance, _handler.paidInCoin());
        assertEq(token.balanceOf(payout) + token.balanceOf(address(collection)), _handler.paidInTokens());
    }
}
