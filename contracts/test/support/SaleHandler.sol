// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {HostileRecipient} from "./HostileRecipient.sol";
import {SaleFixture} from "./SaleFixture.sol";
import {Splits} from "./Splits.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Sells, releases, refunds, withdraws, blocks, forces money in and attacks at random, and counts by itself what is
/// due to whom.
/// @dev A call that must succeed is made plainly, so that its failure fails the run; one that must fail is caught.
contract SaleHandler is SaleFixture {
    uint256 private constant RECIPIENTS = 6;
    uint256 private constant SPLITS = 4;

    BlockingToken public immutable blocking = new BlockingToken();

    /// @notice The recipients, and the buyer as the last.
    address[] public accounts;

    /// @notice What has been paid to an account or become its credit.
    mapping(address account => mapping(address currency => uint256 amount)) public due;

    /// @notice What the orders that are still funded hold.
    mapping(address currency => uint256 amount) public inOrders;

    /// @notice What was forced on the escrow.
    mapping(address currency => uint256 amount) public forced;

    /// @notice How often an order was settled.
    mapping(bytes32 orderId => uint256) public settled;

    SaleEscrow.Order[] private _sales;
    uint256[] private _splitOf;
    uint64 private _now = REFUND_AFTER;

    constructor() {
        for (uint256 i; i < RECIPIENTS; ++i) {
            accounts.push(address(new HostileRecipient()));
        }
        accounts.push(buyer);
    }

    modifier inTime() {
        vm.warp(_now);
        _;
    }

    function accountCount() external view returns (uint256) {
        return accounts.length;
    }

    function saleCount() external view returns (uint256) {
        return _sales.length;
    }

    function sale(uint256 index) external view returns (SaleEscrow.Order memory) {
        return _sales[index];
    }

    function currencyOf(uint256 index) public view returns (address) {
        return index % 2 == 0 ? NATIVE : address(blocking);
    }

    function deposit(uint256 currency, uint96 amount, uint8 bits, uint256 split, uint32 wait) external inTime {
        split = bound(split, 0, SPLITS - 1);
        SaleEscrow.Order memory order =
            _order(currencyOf(currency), uint256(amount) >> bound(bits, 0, 96), _split(split));
        order.refundAfter = _now + wait % 20 days;
        _fund(order);
        _sales.push(order);
        _splitOf.push(split);
        inOrders[order.currency] += order.amount;
    }

    function release(uint256 index) external inTime {
        if (_sales.length == 0) return;
        index = bound(index, 0, _sales.length - 1);
        SaleEscrow.Order memory order = _sales[index];
        Share[] memory shares = _split(_splitOf[index]);
        if (settled[order.orderId] != 0) {
            (bool success,) = _call(_releaseCall(order, shares, verifierKey, buyerKey));
            require(!success, "released although settled");
            return;
        }
        _release(order, shares);
        uint256 bps;
        uint256 before;
        for (uint256 i; i < shares.length; ++i) {
            bps += shares[i].bps;
            uint256 upTo = FixedPointMathLib.fullMulDiv(order.amount, bps, 10_000);
            due[shares[i].recipient][order.currency] += upTo - before;
            before = upTo;
        }
        _settle(order);
    }

    function refund(uint256 index) external inTime {
        if (_sales.length == 0) return;
        SaleEscrow.Order memory order = _sales[bound(index, 0, _sales.length - 1)];
        if (settled[order.orderId] != 0 || _now < order.refundAfter) {
            (bool success,) = _call(abi.encodeCall(SaleEscrow.refund, (order)));
            require(!success, "refunded although settled or not due");
            return;
        }
        escrow.refund(order);
        due[buyer][order.currency] += order.amount;
        _settle(order);
    }

    /// @notice Succeeds for whoever has a credit and can be paid, and for nobody else.
    function withdraw(uint256 index, uint256 currencyIndex) public inTime {
        address account = accounts[bound(index, 0, accounts.length - 1)];
        address currency = currencyOf(currencyIndex);
        bool payable_ = currency == NATIVE
            ? account == buyer || HostileRecipient(payable(account)).mode() == HostileRecipient.Mode.Willing
            : !blocking.isBlocked(account);
        if (escrow.creditOf(account, currency) != 0 && payable_) {
            vm.prank(account);
            escrow.withdraw(currency);
            require(escrow.creditOf(account, currency) == 0, "a credit remained");
        } else {
            vm.prank(account);
            (bool success,) = _call(abi.encodeCall(SaleEscrow.withdraw, (currency)));
            require(!success, "withdrew nothing, or to nobody");
        }
    }

    /// @notice Changes whether an account lets itself be paid.
    function changeMind(uint256 index, uint256 mode, bool isBlocked) external {
        index = bound(index, 0, accounts.length - 1);
        blocking.setBlocked(accounts[index], isBlocked);
        if (accounts[index] == buyer) return;
        mode = bound(mode, 0, uint256(HostileRecipient.Mode.RevertWithABomb));
        HostileRecipient(payable(accounts[index])).setMode(HostileRecipient.Mode(mode));
    }

    function passTime(uint32 by) external {
        _now += by % 5 days;
    }

    function force(uint256 currencyIndex, uint96 amount) external {
        address currency = currencyOf(currencyIndex);
        forced[currency] += amount;
        if (currency == NATIVE) vm.deal(address(escrow), address(escrow).balance + amount);
        else blocking.mint(address(escrow), amount);
    }

    /// @notice Forged signatures, other terms, other shares, an id that is taken: all must fail.
    function attack(uint256 index, uint256 kind, address attacker) external inTime {
        if (_sales.length == 0) return;
        index = bound(index, 0, _sales.length - 1);
        SaleEscrow.Order memory order = _sales[index];
        Share[] memory shares = _split(_splitOf[index]);
        kind = bound(kind, 0, 6);
        bytes memory call;
        if (kind == 0) {
            call = _releaseCall(order, shares, buyerKey, buyerKey);
        } else if (kind == 1) {
            call = _releaseCall(order, shares, verifierKey, verifierKey);
        } else if (kind == 2) {
            call = _releaseCall(order, Splits.whole(attacker), verifierKey, buyerKey);
        } else if (kind == 3) {
            order.amount += 1;
            call = _releaseCall(order, shares, verifierKey, buyerKey);
        } else if (kind == 4) {
            order.buyer = attacker == buyer ? address(this) : attacker;
            order.refundAfter = 0;
            call = abi.encodeCall(SaleEscrow.refund, (order));
        } else if (kind == 5) {
            order.amount = 0;
            call = abi.encodeCall(SaleEscrow.deposit, (order));
        } else {
            call = abi.encodeCall(SaleEscrow.withdraw, (order.currency));
            if (escrow.creditOf(attacker, order.currency) != 0) return;
        }
        vm.prank(attacker);
        (bool success,) = _call(call);
        require(!success, "an attack succeeded");
    }

    /// @notice Lets everybody be paid and takes every exit that is left.
    function settleEverything() external {
        for (uint256 i; i < accounts.length; ++i) {
            blocking.setBlocked(accounts[i], false);
            if (accounts[i] != buyer) {
                HostileRecipient(payable(accounts[i])).setMode(HostileRecipient.Mode.Willing);
            }
        }
        _now += 20 days;
        vm.warp(_now);
        for (uint256 i; i < _sales.length; ++i) {
            if (settled[_sales[i].orderId] != 0) continue;
            escrow.refund(_sales[i]);
            due[buyer][_sales[i].currency] += _sales[i].amount;
            _settle(_sales[i]);
        }
        for (uint256 i; i < accounts.length; ++i) {
            withdraw(i, 0);
            withdraw(i, 1);
        }
    }

    function _settle(SaleEscrow.Order memory order) private {
        ++settled[order.orderId];
        inOrders[order.currency] -= order.amount;
    }

    /// @dev With enough gas for whatever may succeed; a withdrawal hands on all it has, and some burn it.
    function _call(bytes memory data) private returns (bool, bytes memory) {
        return address(escrow).call{gas: 3_000_000}(data);
    }

    function _releaseCall(
        SaleEscrow.Order memory order,
        Share[] memory shares,
        uint256 forPassport,
        uint256 forDelivery
    ) private view returns (bytes memory) {
        bytes memory passport = signature(forPassport, _passportDigest(order, PASSPORT));
        bytes memory delivery = signature(forDelivery, _deliveryDigest(order));
        return abi.encodeCall(SaleEscrow.release, (order, shares, PASSPORT, passport, delivery));
    }

    /// @dev One, two, three or all of the recipients, in shares that never come out even.
    function _split(uint256 index) private view returns (Share[] memory shares) {
        uint256[SPLITS] memory counts = [uint256(1), 2, 3, RECIPIENTS];
        shares = Splits.random(index, counts[index]);
        for (uint256 i; i < shares.length; ++i) {
            shares[i].recipient = accounts[(i + index) % RECIPIENTS];
        }
    }
}
