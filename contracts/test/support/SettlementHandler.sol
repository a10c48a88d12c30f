// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Settlement} from "../../src/rewards/Settlement.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {HostileRecipient} from "./HostileRecipient.sol";
import {SettlementFixture} from "./SettlementFixture.sol";

/// @notice Pays, settles, withdraws, blocks and forces money in at random, and counts by itself what went in.
contract SettlementHandler is SettlementFixture {
    uint256 private constant RECIPIENTS = 4;

    BlockingToken public immutable blocking = new BlockingToken();

    /// @notice The recipients of every payment.
    address[] public accounts;

    /// @notice What was paid, and what was forced in.
    mapping(address currency => uint256 amount) public paidIn;
    mapping(address currency => uint256 amount) public forced;

    uint256 private _next;

    constructor() {
        for (uint256 i; i < RECIPIENTS; ++i) {
            accounts.push(address(new HostileRecipient()));
        }
    }

    function held() external view returns (Settlement) {
        return settlement;
    }

    function currencyOf(uint256 index) public view returns (address) {
        return index % 2 == 0 ? NATIVE : address(blocking);
    }

    function pay(uint256 currency, uint96 amount) external {
        _pay(currencyOf(currency), amount, _split());
        paidIn[currencyOf(currency)] += amount;
    }

    /// @notice Three orders, of which one is not covered and comes again with the others.
    function settle(uint96 amount) external {
        Settlement.Session memory session = _session(address(blocking), _split());
        Settlement.SignedOrder[] memory orders = new Settlement.SignedOrder[](3);
        for (uint256 i; i < 3; ++i) {
            orders[i] = _order(session, _next++, uint256(amount) + i);
        }
        vm.prank(orders[1].buyer);
        blocking.approve(address(settlement), amount);
        uint256 first = _settle(session, _split(), orders);
        require(first == 2 * uint256(amount) + 2, "not the two that are covered");
        vm.prank(orders[1].buyer);
        blocking.approve(address(settlement), uint256(amount) + 1);
        uint256 second = _settle(session, _split(), orders);
        require(second == uint256(amount) + 1, "not the one that was left");
        paidIn[address(blocking)] += first + second;
    }

    /// @notice Changes whether an account lets itself be paid.
    function changeMind(uint256 index, uint256 mode, bool isBlocked) external {
        index = bound(index, 0, RECIPIENTS - 1);
        blocking.setBlocked(accounts[index], isBlocked);
        mode = bound(mode, 0, uint256(HostileRecipient.Mode.RevertWithABomb));
        HostileRecipient(payable(accounts[index])).setMode(HostileRecipient.Mode(mode));
    }

    function withdraw(uint256 index, uint256 currencyIndex) external {
        address account = accounts[bound(index, 0, RECIPIENTS - 1)];
        address currency = currencyOf(currencyIndex);
        vm.prank(account);
        try settlement.withdraw{gas: 500_000}(currency) {
            require(settlement.creditOf(account, currency) == 0, "a credit remained");
        } catch {}
    }

    function force(uint256 currencyIndex, uint96 amount) external {
        address currency = currencyOf(currencyIndex);
        forced[currency] += amount;
        if (currency == NATIVE) vm.deal(address(settlement), address(settlement).balance + amount);
        else blocking.mint(address(settlement), amount);
    }

    function _split() private view returns (Share[] memory shares) {
        shares = _shares();
        for (uint256 i; i < RECIPIENTS; ++i) {
            shares[i].recipient = accounts[i];
        }
    }
}
