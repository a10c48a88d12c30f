// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payouts} from "../../src/rewards/Payouts.sol";
import {EscrowOrder, SaleEscrow, SaleTerms} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {HostileRecipient} from "./HostileRecipient.sol";
import {SaleFixture} from "./SaleFixture.sol";
import {Splits} from "./Splits.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Sells, ships, confirms, disputes, decides, gives back, withdraws, blocks, lets time pass, forces money in and attacks at
/// random, and keeps books of its own: where each order stands, and what is due to whom.
/// @dev A call that must succeed is made plainly, so that its failure fails the run; one that must fail is caught.
contract SaleHandler is SaleFixture {
    /// @dev What this side knows of an order.
    struct Book {
        uint256 split;
        bool kept;
        SaleEscrow.State state;
        uint256 until;
        uint256 refunded;
        bool forgotten;
    }

    uint256 private constant RECIPIENTS = 6;
    uint256 private constant SPLITS = 4;
    uint256 private constant SPONSOR = RECIPIENTS;

    BlockingToken public immutable blocking = new BlockingToken();

    /// @notice The recipients, the sponsor, and the buyer as the last.
    address[] public accounts;

    /// @notice What has been paid to an account or become its credit.
    mapping(address account => mapping(address currency => uint256 amount)) public due;

    /// @notice What was ever paid in.
    mapping(address currency => uint256 amount) public paidIn;

    /// @notice What the orders that are not settled hold.
    mapping(address currency => uint256 amount) public inOrders;

    /// @notice What was forced on the escrow.
    mapping(address currency => uint256 amount) public forced;

    /// @notice How often each move of this name was made.
    mapping(string move => uint256) public made;

    EscrowOrder[] private _sold;
    Book[] private _books;
    uint256 private _now = SHIP_BY;

    constructor() {
        for (uint256 i; i <= SPONSOR; ++i) {
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
        return _sold.length;
    }

    /// @notice An order's name, and what its record must be.
    function bookOf(uint256 index)
        external
        view
        returns (bytes32 orderId, SaleEscrow.State state, uint256 until, uint256 refunded)
    {
        orderId = _id(_sold[index]);
        Book memory book = _books[index];
        if (!book.forgotten) (state, until, refunded) = (book.state, book.until, book.refunded);
    }

    function currencyOf(uint256 index) public view returns (address) {
        return index % 2 == 0 ? NATIVE : address(blocking);
    }

    function deposit(uint256 currency, uint96 amount, uint8 bits, uint256 split, uint32 wait, uint96 discount)
        external
        inTime
    {
        Book memory book;
        book.split = split % SPLITS;
        book.kept = split % 3 == 0;
        uint256 price = uint256(amount) >> bound(bits, 0, 96);
        SaleTerms memory terms = _termsOf(book);
        Sale memory sale = _sale(terms, _split(book.split), currencyOf(currency), price);
        sale.order.shipBy = _now + wait % 4 days;
        // Every other order has a sponsor, as far as there is something to sponsor.
        if (discount % 2 == 0 && price != 0) {
            (sale.order.sponsor, sale.order.discount) = (accounts[SPONSOR], bound(discount, 1, price));
        }
        _fund(sale.order);
        (book.state, book.until) = (SaleEscrow.State.Funded, sale.order.shipBy);
        _sold.push(sale.order);
        _books.push(book);
        inOrders[sale.order.currency] += price;
        paidIn[sale.order.currency] += price;
        ++made["deposit"];
    }

    function ship(uint256 index) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index, SaleEscrow.State.Funded);
        if (!any) return;
        if (_isIn(book, SaleEscrow.State.Funded)) {
            _ship(sale);
            (book.state, book.until) = (SaleEscrow.State.Shipped, _now + sale.terms.acceptance);
            ++made["ship"];
        } else {
            _mustFail(seller, abi.encodeCall(SaleEscrow.ship, (sale.terms, _shipments(sale))));
        }
    }

    function release(uint256 index) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index, SaleEscrow.State.Shipped);
        if (!any) return;
        if (_isOpen(book) && _now <= book.until) {
            _release(sale);
            _creditSplit(sale, sale.order.amount - book.refunded);
            _settle(sale, book, SaleEscrow.State.Released);
            ++made["release"];
        } else {
            bytes memory delivery = _deliverySignature(sale.order);
            _mustFail(
                relayer,
                abi.encodeCall(SaleEscrow.release, (sale.terms, sale.shares, sale.order, _attestations(sale), delivery))
            );
        }
    }

    /// @notice All orders that have their terms and currency in common with one, due or not.
    function releaseBatch(uint256 index) external inTime {
        (bool any, Sale memory sale,) = _pick(index);
        if (!any) return;
        _releaseAllLike(sale);
    }

    function refund(uint256 index) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index);
        if (!any) return;
        bool byTime = book.state == SaleEscrow.State.Funded || book.state == SaleEscrow.State.Disputed;
        if (byTime && _now > book.until) {
            _refundByTime(sale, book);
        } else {
            _mustFail(relayer, abi.encodeCall(SaleEscrow.refund, (sale.order)));
        }
    }

    function refundBySeller(uint256 index, uint256 amount) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index, SaleEscrow.State.Shipped);
        if (!any) return;
        uint256 left = sale.order.amount - book.refunded;
        // All of it once in a while only.
        amount = amount % 5 == 0 ? left : bound(amount, 0, left / 2);
        if (_isOpen(book) && _now <= book.until) {
            _refundBySeller(sale, amount);
            _creditBack(sale, book, amount);
            if (book.refunded == sale.order.amount) {
                if (book.state == SaleEscrow.State.Funded) book.until = 0;
                _settle(sale, book, SaleEscrow.State.Refunded);
            }
            ++made["refundBySeller"];
        } else {
            _mustFail(seller, abi.encodeCall(SaleEscrow.refundBySeller, (sale.terms, sale.order, amount)));
        }
    }

    function dispute(uint256 index) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index, SaleEscrow.State.Shipped);
        if (!any) return;
        if (_isIn(book, SaleEscrow.State.Shipped)) {
            _dispute(sale);
            (book.state, book.until) = (SaleEscrow.State.Disputed, _now + sale.terms.arbitration);
            ++made["dispute"];
        } else {
            bytes memory complaint = _disputeSignature(sale.order, REASON);
            _mustFail(relayer, abi.encodeCall(SaleEscrow.dispute, (sale.terms, sale.order, REASON, complaint)));
        }
    }

    function resolve(uint256 index, uint256 back) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index, SaleEscrow.State.Disputed);
        if (!any) return;
        uint256 left = sale.order.amount - book.refunded;
        back = bound(back, 0, left);
        if (_isIn(book, SaleEscrow.State.Disputed)) {
            _resolve(sale, back);
            _creditBack(sale, book, back);
            _creditSplit(sale, left - back);
            _settle(sale, book, back == left ? SaleEscrow.State.Refunded : SaleEscrow.State.Released);
            ++made["resolve"];
        } else {
            _mustFail(arbiter, abi.encodeCall(SaleEscrow.resolve, (sale.terms, sale.shares, sale.order, back)));
        }
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
            ++made["withdraw"];
        } else {
            _mustFail(account, abi.encodeCall(Payouts.withdraw, (currency)));
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

    /// @notice To the very last second of an order, or to the one after it, where that is not over.
    function passTimeTo(uint256 index, bool after_) external {
        if (_sold.length == 0) return;
        Book storage book = _books[bound(index, 0, _sold.length - 1)];
        uint256 moment = book.until + (after_ ? 1 : 0);
        if (_isOpen(book) && moment > _now) _now = moment;
    }

    function passTime(uint32 by) external {
        _now += by % 12 hours;
    }

    function force(uint256 currencyIndex, uint96 amount) external {
        address currency = currencyOf(currencyIndex);
        forced[currency] += amount;
        if (currency == NATIVE) vm.deal(address(escrow), address(escrow).balance + amount);
        else blocking.mint(address(escrow), amount);
    }

    /// @notice Forged signatures, other terms, other shares, others' roles, an order that is taken: all must fail.
    function attack(uint256 index, uint256 kind, address attacker) external inTime {
        (bool any, Sale memory sale, Book storage book) = _pick(index);
        if (!any || attacker == seller || attacker == arbiter || attacker == address(escrow)) return;
        if (attacker == buyer || attacker.code.length != 0) attacker = makeAddr("attacker");
        kind = bound(kind, 0, 9);
        bytes memory call;
        if (kind == 0) {
            bytes memory forgery = signature(verifierKey, _deliveryDigest(sale.order));
            call =
                abi.encodeCall(SaleEscrow.release, (sale.terms, sale.shares, sale.order, _attestations(sale), forgery));
        } else if (kind == 1) {
            bytes memory forgery = signature(verifierKey, _disputeDigest(sale.order, REASON));
            call = abi.encodeCall(SaleEscrow.dispute, (sale.terms, sale.order, REASON, forgery));
        } else if (kind == 2) {
            call = abi.encodeCall(SaleEscrow.resolve, (sale.terms, sale.shares, sale.order, 0));
        } else if (kind == 3) {
            call = abi.encodeCall(SaleEscrow.refundBySeller, (sale.terms, sale.order, 0));
        } else if (kind == 4) {
            call = abi.encodeCall(SaleEscrow.ship, (sale.terms, _shipments(sale)));
        } else if (kind == 5) {
            sale.shares = Splits.whole(attacker == address(0) ? address(this) : attacker);
            call = abi.encodeCall(SaleEscrow.releaseBatch, (sale.terms, sale.shares, _one(sale.order)));
        } else if (kind == 6) {
            (sale.terms.seller, sale.terms.arbiter) = (attacker, attacker);
            call = abi.encodeCall(SaleEscrow.resolve, (sale.terms, sale.shares, sale.order, sale.order.amount));
        } else if (kind == 7) {
            sale.order.buyer = attacker == buyer ? address(this) : attacker;
            sale.order.shipBy = 0;
            call = abi.encodeCall(SaleEscrow.refund, (sale.order));
        } else if (kind == 8) {
            // Forgotten or not: it is never funded again.
            if (book.state == SaleEscrow.State.None) return;
            if (sale.order.currency == NATIVE) vm.deal(attacker, sale.order.amount);
            vm.prank(attacker);
            (bool funded,) = address(escrow).call{gas: 3_000_000, value: _value(sale.order)}(
                abi.encodeCall(SaleEscrow.deposit, (sale.order))
            );
            require(!funded, "funded twice");
            ++made["attack"];
            return;
        } else {
            if (escrow.creditOf(attacker, sale.order.currency) != 0) return;
            call = abi.encodeCall(Payouts.withdraw, (sale.order.currency));
        }
        _mustFail(attacker, call);
        ++made["attack"];
    }

    /// @notice Lets everybody be paid, lets all time pass and has anybody take the one way that is left.
    function settleEverything() external {
        for (uint256 i; i < accounts.length; ++i) {
            blocking.setBlocked(accounts[i], false);
            if (accounts[i] != buyer) HostileRecipient(payable(accounts[i])).setMode(HostileRecipient.Mode.Willing);
        }
        _now += 30 days;
        vm.warp(_now);
        for (uint256 i; i < _sold.length; ++i) {
            (, Sale memory sale, Book storage book) = _pick(i);
            if (book.state == SaleEscrow.State.Shipped) _releaseAllLike(sale);
            else if (_isOpen(book)) _refundByTime(sale, book);
        }
        for (uint256 i; i < accounts.length; ++i) {
            withdraw(i, 0);
            withdraw(i, 1);
        }
    }

    function _releaseAllLike(Sale memory sale) private {
        uint256 count;
        for (uint256 i; i < _sold.length; ++i) {
            if (_isLike(sale.order, _sold[i])) ++count;
        }
        EscrowOrder[] memory orders = new EscrowOrder[](count);
        uint256 total;
        for (uint256 i; i < _sold.length; ++i) {
            EscrowOrder memory order = _sold[i];
            if (!_isLike(sale.order, order)) continue;
            orders[--count] = order;
            Book storage book = _books[i];
            if (book.state != SaleEscrow.State.Shipped || _now <= book.until) continue;
            total += order.amount - book.refunded;
            Sale memory one = sale;
            one.order = order;
            _settle(one, book, SaleEscrow.State.Released);
            ++made["releaseBatch"];
        }
        require(escrow.releaseBatch(sale.terms, sale.shares, orders) == total, "another total");
        _creditSplit(sale, total);
    }

    function _isLike(EscrowOrder memory one, EscrowOrder memory other) private pure returns (bool) {
        return one.termsId == other.termsId && one.currency == other.currency;
    }

    function _refundByTime(Sale memory sale, Book storage book) private {
        _refund(sale);
        bool disputed = book.state == SaleEscrow.State.Disputed;
        _creditBack(sale, book, sale.order.amount - book.refunded);
        _settle(sale, book, SaleEscrow.State.Refunded);
        book.forgotten = !disputed;
        ++made["refund"];
    }

    function _settle(Sale memory sale, Book storage book, SaleEscrow.State state) private {
        inOrders[sale.order.currency] -= sale.order.amount - book.refunded;
        book.state = state;
        book.forgotten = !book.kept && _now > sale.order.shipBy;
    }

    /// @dev To the sponsor its part of the running total, computed with 512 bits, to the buyer the rest.
    function _creditBack(Sale memory sale, Book storage book, uint256 amount) private {
        EscrowOrder memory order = sale.order;
        uint256 part;
        if (order.discount != 0) {
            part = FixedPointMathLib.fullMulDiv(book.refunded + amount, order.discount, order.amount)
                - FixedPointMathLib.fullMulDiv(book.refunded, order.discount, order.amount);
            due[order.sponsor][order.currency] += part;
        }
        due[order.buyer][order.currency] += amount - part;
        inOrders[order.currency] -= amount;
        book.refunded += amount;
    }

    function _creditSplit(Sale memory sale, uint256 amount) private {
        uint256 bps;
        uint256 before;
        for (uint256 i; i < sale.shares.length; ++i) {
            bps += sale.shares[i].bps;
            uint256 upTo = FixedPointMathLib.fullMulDiv(amount, bps, 10_000);
            due[sale.shares[i].recipient][sale.order.currency] += upTo - before;
            before = upTo;
        }
    }

    function _isOpen(Book storage book) private view returns (bool) {
        return book.state == SaleEscrow.State.Funded || book.state == SaleEscrow.State.Shipped
            || book.state == SaleEscrow.State.Disputed;
    }

    function _isIn(Book storage book, SaleEscrow.State state) private view returns (bool) {
        return book.state == state && _now <= book.until;
    }

    /// @dev With enough gas for whatever may succeed; a withdrawal hands on all it has, and some burn it.
    function _mustFail(address caller, bytes memory call) private {
        vm.prank(caller);
        (bool success,) = address(escrow).call{gas: 3_000_000}(call);
        require(!success, "it succeeded");
    }

    /// @dev Three times in four one that is in this state and in its time, if there is any; else any.
    function _pick(uint256 index, SaleEscrow.State state)
        private
        returns (bool any, Sale memory sale, Book storage book)
    {
        uint256 count = _sold.length;
        if (count != 0 && index % 4 != 0) {
            for (uint256 i; i < count; ++i) {
                uint256 place = (index % count + i) % count;
                if (_isIn(_books[place], state)) return _pick(place);
            }
        }
        return _pick(index);
    }

    /// @dev Some order, and what belongs to it.
    function _pick(uint256 index) private returns (bool any, Sale memory sale, Book storage book) {
        if (_sold.length == 0) {
            book = _books.push();
            _books.pop();
            return (false, sale, book);
        }
        index = bound(index, 0, _sold.length - 1);
        book = _books[index];
        sale.order = _sold[index];
        sale.terms = _termsOf(book);
        sale.shares = _split(book.split);
        return (true, sale, book);
    }

    function _termsOf(Book memory book) private returns (SaleTerms memory terms) {
        terms = _terms(_split(book.split));
        (terms.kept, terms.acceptance, terms.arbitration) = (book.kept, 1 days, 2 days);
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
