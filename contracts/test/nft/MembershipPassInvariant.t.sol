// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PassFixture} from "../support/PassFixture.sol";
import {PassHandler} from "../support/PassHandler.sol";

/// @notice Whatever minters, buyers and holders do in whatever order, each account has at the most the pass that the model gives it, and
/// no payment is lost.
contract MembershipPassInvariantTest is PassFixture {
    PassHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new PassHandler(passes, token, owner, signerKey);
        bytes4[] memory moves = new bytes4[](10);
        moves[0] = PassHandler.grant.selector;
        moves[1] = PassHandler.setTerms.selector;
        moves[2] = PassHandler.take.selector;
        moves[3] = PassHandler.buy.selector;
        moves[4] = PassHandler.buy.selector;
        moves[5] = PassHandler.sign.selector;
        moves[6] = PassHandler.redeem.selector;
        moves[7] = PassHandler.withdraw.selector;
        moves[8] = PassHandler.wait.selector;
        moves[9] = PassHandler.sign.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_NothingHappensThatTheModelForbids() public view {
        assertEq(_handler.mistakes(), 0);
    }

    function invariant_EachPassIsWhatTheModelSaysAndNoTierIsAboveWhatWasGivenOrSold() public view {
        address[] memory people = _handler.people();
        for (uint256 i; i < people.length; ++i) {
            address account = people[i];
            assertEq(passes.tierOf(account), _handler.tierNow(account));
            assertLe(passes.tierOf(account), _handler.highest(account));
            uint256 end = _handler.end(account);
            assertPass(account, _handler.tier(account), end == type(uint256).max ? 0 : end);
            assertEq(passes.offerNonce(account), _handler.nonce(account));
        }
    }

    function invariant_AnAccountHasOnePassOrNone() public view {
        address[] memory people = _handler.people();
        for (uint256 i; i < people.length; ++i) {
            bool has = _handler.tier(people[i]) != 0;
            assertEq(passes.balanceOf(people[i]), has ? 1 : 0);
            (bool exists, bytes memory answer) =
                address(passes).staticcall(abi.encodeCall(passes.ownerOf, (idOf(people[i]))));
            assertEq(exists, has);
            if (exists) assertEq(abi.decode(answer, (address)), people[i]);
        }
    }

    function invariant_AllThatWasPaidIsWithdrawnOrStillThere() public view {
        assertEq(payout.balance + address(passes).balance, _handler.paidInCoin());
        assertEq(token.balanceOf(payout) + token.balanceOf(address(passes)), _handler.paidInTokens());
    }
}
