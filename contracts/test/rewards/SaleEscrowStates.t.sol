// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {SaleFixture} from "../support/SaleFixture.sol";

/// @notice Each move in each state, in the state's last second and in the one after: what it leads to, or how it is refused.
contract SaleEscrowStatesTest is SaleFixture {
    enum Move {
        Deposit,
        Ship,
        Release,
        ReleaseBatch,
        Refund,
        RefundBySeller,
        Dispute,
        Resolve
    }

    uint256 private constant AMOUNT = 10_001;

    function test_EachMoveInEachStateOfAnOrderThatIsShippedAtOnce() external {
        _walk(false, false);
        _walk(false, true);
    }

    function test_EachMoveInEachStateOfAnOrderThatIsShippedInTheLastSecond() external {
        _walk(true, false);
        _walk(true, true);
    }

    /// @dev In no second can the parties still act and anybody settle, and after the last one there is one way out.
    function test_InEverySecondEitherThePartiesActOrAnybodySettles() external {
        SaleEscrow.State[3] memory open = [SaleEscrow.State.Funded, SaleEscrow.State.Shipped, SaleEscrow.State.Disputed];
        for (uint256 i; i < open.length; ++i) {
            for (uint256 second; second < 5; ++second) {
                uint256 snapshot = vm.snapshotState();
                Sale memory sale = _reach(open[i], true, true);
                (, uint40 until,) = escrow.recordOf(_id(sale.order));
                // From two seconds before the last to two after it.
                vm.warp(until - 2 + second);
                bool parties;
                uint256 ways;
                for (uint256 move = uint256(Move.Ship); move <= uint256(type(Move).max); ++move) {
                    uint256 inner = vm.snapshotState();
                    (bool success,) = _try(sale, Move(move));
                    bool moved = success && _state(sale) != open[i];
                    bool byAnybody = Move(move) == Move.Refund || Move(move) == Move.ReleaseBatch;
                    if (moved && byAnybody) ++ways;
                    if (moved && !byAnybody) parties = true;
                    vm.revertToState(inner);
                }
                assertEq(parties, second <= 2);
                assertEq(ways, second <= 2 ? 0 : 1);
                vm.revertToState(snapshot);
            }
        }
    }

    function _walk(bool atLast, bool kept) private {
        for (uint256 state; state <= uint256(type(SaleEscrow.State).max); ++state) {
            for (uint256 move; move <= uint256(type(Move).max); ++move) {
                for (uint256 late; late < 2; ++late) {
                    uint256 snapshot = vm.snapshotState();
                    _assertMove(SaleEscrow.State(state), Move(move), late == 1, atLast, kept);
                    vm.revertToState(snapshot);
                }
            }
        }
    }

    function _assertMove(SaleEscrow.State state, Move move, bool late, bool atLast, bool kept) private {
        Sale memory sale = _reach(state, atLast, kept);
        (, uint256 until,) = escrow.recordOf(_id(sale.order));
        if (state == SaleEscrow.State.None) until = SHIP_BY;
        vm.warp(late ? until + 1 : until);
        if (move == Move.Deposit) _prepare(sale.order);
        bool success = _tryAndCompare(sale, move, _refusal(sale, state, move, late, until));
        SaleEscrow.State then_ = success ? _next(state, move, late) : state;
        _assertState(sale, _isForgotten(state, then_, move, kept) ? SaleEscrow.State.None : then_);
        _assertNothingIsLost(then_);
    }

    function _tryAndCompare(Sale memory sale, Move move, bytes memory refusal) private returns (bool success) {
        bytes memory answer;
        (success, answer) = _try(sale, move);
        assertEq(success, refusal.length == 0);
        if (!success) assertEq(answer, refusal);
    }

    /// @dev Settled by this move, after `shipBy`, under terms that do not keep it. What was never shipped is forgotten in any case.
    function _isForgotten(SaleEscrow.State state, SaleEscrow.State then_, Move move, bool kept)
        private
        view
        returns (bool)
    {
        if (then_ == state || !_isSettled(then_) || vm.getBlockTimestamp() <= SHIP_BY) return false;
        if (state == SaleEscrow.State.Funded) return true;
        return !kept && !_staysOnRecord(state, move);
    }

    /// @dev Wherever it is now, no unit of it is lost: it went to the buyer, to the split, or is still here.
    function _assertNothingIsLost(SaleEscrow.State then_) private view {
        uint256 held = token.balanceOf(address(escrow));
        uint256 out = token.balanceOf(buyer) + _splitBalance(address(token));
        bool settled = _isSettled(then_);
        assertEq(held, then_ == SaleEscrow.State.None || settled ? 0 : AMOUNT);
        assertEq(out, settled ? AMOUNT : 0);
    }

    function _isSettled(SaleEscrow.State state) private pure returns (bool) {
        return state == SaleEscrow.State.Released || state == SaleEscrow.State.Refunded;
    }

    /// @dev A dispute that nobody decided: by the order alone nobody knows whether its terms keep it.
    function _staysOnRecord(SaleEscrow.State state, Move move) private pure returns (bool) {
        return state == SaleEscrow.State.Disputed && move == Move.Refund;
    }

    /// @dev The rules, in the words of the documentation: empty where the move is allowed.
    function _refusal(Sale memory sale, SaleEscrow.State state, Move move, bool late, uint256 until)
        private
        view
        returns (bytes memory)
    {
        bytes memory wrongState = abi.encodeWithSelector(SaleEscrow.WrongState.selector, _id(sale.order), state);
        bytes memory tooLate = abi.encodeWithSelector(SaleEscrow.TooLate.selector, until);
        if (move == Move.Deposit) {
            if (vm.getBlockTimestamp() > SHIP_BY) {
                return abi.encodeWithSelector(SaleEscrow.TooLate.selector, SHIP_BY);
            }
            if (state == SaleEscrow.State.None) return "";
            return abi.encodeWithSelector(SaleEscrow.OrderExists.selector, _id(sale.order));
        }
        if (move == Move.ReleaseBatch) return "";
        if (move == Move.Refund) {
            if (state != SaleEscrow.State.Funded && state != SaleEscrow.State.Disputed) return wrongState;
            return late ? bytes("") : abi.encodeWithSelector(SaleEscrow.TooEarly.selector, until);
        }
        bool allowed;
        if (move == Move.Ship) {
            allowed = state == SaleEscrow.State.Funded;
        } else if (move == Move.Dispute) {
            allowed = state == SaleEscrow.State.Shipped;
        } else if (move == Move.Resolve) {
            allowed = state == SaleEscrow.State.Disputed;
        } else {
            allowed = state == SaleEscrow.State.Funded || state == SaleEscrow.State.Shipped
                || state == SaleEscrow.State.Disputed;
        }
        if (!allowed) return wrongState;
        return late ? tooLate : bytes("");
    }

    function _next(SaleEscrow.State state, Move move, bool late) private pure returns (SaleEscrow.State) {
        if (move == Move.Deposit) return SaleEscrow.State.Funded;
        if (move == Move.Ship) return SaleEscrow.State.Shipped;
        if (move == Move.Dispute) return SaleEscrow.State.Disputed;
        if (move == Move.ReleaseBatch) {
            return state == SaleEscrow.State.Shipped && late ? SaleEscrow.State.Released : state;
        }
        return move == Move.Release || move == Move.Resolve ? SaleEscrow.State.Released : SaleEscrow.State.Refunded;
    }

    /// @dev An order in a state, on the shortest way to it; the settled ones from shipped.
    function _reach(SaleEscrow.State state, bool atLast, bool kept) private returns (Sale memory sale) {
        sale = kept ? _keptSale(address(token), AMOUNT) : _sale(address(token), AMOUNT);
        if (state == SaleEscrow.State.None) return sale;
        _fund(sale.order);
        if (state == SaleEscrow.State.Funded) return sale;
        if (atLast) vm.warp(SHIP_BY);
        _ship(sale);
        if (state == SaleEscrow.State.Disputed) _dispute(sale);
        if (state == SaleEscrow.State.Released) _release(sale);
        if (state == SaleEscrow.State.Refunded) _refundBySeller(sale, AMOUNT);
    }

    function _try(Sale memory sale, Move move) private returns (bool, bytes memory) {
        (address caller, bytes memory call) = _callOf(sale, move);
        vm.prank(caller);
        return address(escrow).call(call);
    }

    function _callOf(Sale memory sale, Move move) private view returns (address, bytes memory) {
        if (move == Move.Deposit) return (payer, abi.encodeCall(SaleEscrow.deposit, (sale.order)));
        if (move == Move.Ship) return (seller, abi.encodeCall(SaleEscrow.ship, (sale.terms, _shipments(sale))));
        if (move == Move.Release) {
            return (
                relayer,
                abi.encodeCall(
                    SaleEscrow.release,
                    (sale.terms, sale.shares, sale.order, _attestations(sale), _deliverySignature(sale.order))
                )
            );
        }
        if (move == Move.ReleaseBatch) {
            return (relayer, abi.encodeCall(SaleEscrow.releaseBatch, (sale.terms, sale.shares, _one(sale.order))));
        }
        if (move == Move.Refund) return (relayer, abi.encodeCall(SaleEscrow.refund, (sale.order)));
        if (move == Move.RefundBySeller) {
            return (seller, abi.encodeCall(SaleEscrow.refundBySeller, (sale.terms, sale.order, AMOUNT)));
        }
        if (move == Move.Dispute) {
            bytes memory complaint = _disputeSignature(sale.order, REASON);
            return (relayer, abi.encodeCall(SaleEscrow.dispute, (sale.terms, sale.order, REASON, complaint)));
        }
        return (arbiter, abi.encodeCall(SaleEscrow.resolve, (sale.terms, sale.shares, sale.order, AMOUNT / 3)));
    }
}
