// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherFixture} from "../support/VoucherFixture.sol";
import {VoucherHandler} from "../support/VoucherHandler.sol";

/// @notice Whatever signers, buyers and holders do in whatever order, each token is minted once and each payment arrives.
///
/// forge-config: default.invariant.runs = 32
contract VoucherCollectionInvariantTest is VoucherFixture {
    uint256 private constant TOKENS = 16;

    VoucherHandler private _handler;

    function setUp() public override {
        super.setUp();
        uint256[] memory keys = new uint256[](2);
        (keys[0], keys[1]) = (signerKey, makeKey("next signer"));
        _handler = new VoucherHandler(collection, token, owner, keys, TOKENS);

        // Two ways to redeem for one to burn, so that tokens come to exist faster than they go.
        bytes4[] memory moves = new bytes4[](6);
        moves[0] = VoucherHandler.sign.selector;
        moves[1] = VoucherHandler.redeem.selector;
        moves[2] = VoucherHandler.redeemTheLatest.selector;
        moves[3] = VoucherHandler.pass.selector;
        moves[4] = VoucherHandler.burn.selector;
        moves[5] = VoucherHandler.waitAndGovern.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_AVoucherIsRedeemedExactlyWhereTheModelAllowsIt() public view {
        assertEq(_handler.mistakes(), 0);
        assertEq(collection.voucherSigner(), _handler.signer());
        assertEq(collection.epoch(), _handler.epoch());
    }

    function invariant_ATokenIsMintedAtMostOnceAlsoWhenItIsBurnt() public view {
        uint256 marks;
        for (uint256 id; id < TOKENS; ++id) {
            assertEq(collection.isRedeemed(id), _handler.redeemed(id));
            if (collection.isRedeemed(id)) ++marks;
        }
        assertEq(marks, _handler.redemptions());
    }

    function invariant_TheSupplyIsWhatWasRedeemedLessWhatWasBurnt() public view {
        address[] memory people = _handler.people();
        uint256 supply;
        for (uint256 i; i < people.length; ++i) {
            supply += collection.balanceOf(people[i]);
        }
        assertEq(supply, _handler.redemptions() - _handler.burns());
    }

    function invariant_EachTokenBelongsToWhomItWasHandedLast() public view {
        for (uint256 id; id < TOKENS; ++id) {
            address holder = _handler.holder(id);
            (bool exists, bytes memory answer) =
                address(collection).staticcall(abi.encodeCall(collection.ownerOf, (id)));
            assertEq(exists, holder != address(0));
            if (exists) assertEq(abi.decode(answer, (address)), holder);
        }
    }

    function invariant_EveryPaymentArrivesAndNoneIsKept() public view {
        assertKeepsNothing();
        assertEq(payout.balance, _handler.paidInCoin());
        assertEq(token.balanceOf(payout), _handler.paidInTokens());
    }
}
