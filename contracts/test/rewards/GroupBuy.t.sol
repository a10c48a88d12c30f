// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GroupBuy} from "../../src/rewards/GroupBuy.sol";
import {Attestation, EscrowOrder, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {PromotionFixture} from "../support/PromotionFixture.sol";

/// @notice A sale ships once enough buyers have paid in time, and not before; otherwise everybody has the money back.
contract GroupBuyTest is PromotionFixture {
    uint256 private constant PRICE = 80;
    uint256 private constant THRESHOLD = 3;
    uint64 private constant CLOSES_AT = START + 2 days;

    GroupBuy private group;

    function setUp() external {
        group = GroupBuy(_deploy(address(escrow), THRESHOLD, CLOSES_AT));
    }

    // --- The rule ---

    function test_AGroupThatIsCompleteShips() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        _cannotShip(orders[0]);
        vm.expectEmit(address(group));
        emit GroupBuy.GroupComplete(orders[0].termsId, THRESHOLD);
        vm.warp(CLOSES_AT);
        vm.prank(relayer);
        group.complete(orders);
        for (uint256 i; i < THRESHOLD; ++i) {
            _shipGroup(orders[i]);
            assertTrue(_isIn(orders[i], SaleEscrow.State.Shipped));
        }
    }

    function test_OneShortAtTheEndNothingShipsAndEverybodyHasTheMoneyBack() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD - 1);
        vm.expectRevert(abi.encodeWithSelector(GroupBuy.GroupTooSmall.selector, THRESHOLD, THRESHOLD - 1));
        group.complete(orders);

        // The one that was missing comes a second too late.
        vm.warp(CLOSES_AT + 1);
        EscrowOrder[] memory all = _sorted(orders, _join(makeAddr("late")));
        vm.expectRevert(abi.encodeWithSelector(GroupBuy.Over.selector, CLOSES_AT));
        group.complete(all);
        _cannotShip(all[0]);

        vm.warp(SHIP_BY + 1);
        for (uint256 i; i < all.length; ++i) {
            vm.prank(relayer);
            escrow.refund(all[i]);
            assertEq(token.balanceOf(all[i].buyer), PRICE);
        }
        assertEq(token.balanceOf(address(escrow)), 0);
    }

    /// @dev Her own word that it came does not replace the group.
    function test_ABuyersConfirmationDoesNotReplaceTheGroup() external {
        EscrowOrder memory order = _groupOrder(buyer);
        _deposit(order);
        bytes32 message = keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), _idOf(order)));
        bytes memory delivered = signature(buyerKey, _digest("Lianbo Sale Escrow", address(escrow), message));
        Attestation[] memory attestations = _attestations(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _idOf(order), 0));
        escrow.release(_groupTerms(), _shares(), order, attestations, delivered);
    }

    function test_WhoComesAfterTheGroupShipsWithIt() external {
        group.complete(_joined(THRESHOLD));
        vm.warp(CLOSES_AT + 1);
        _shipGroup(_join(makeAddr("late")));
    }

    function test_EachSaleHasAGroupOfItsOwn() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        group.complete(orders);
        assertTrue(group.isComplete(orders[0].termsId));
        assertFalse(group.isComplete(_termsId()));

        orders[2].termsId = _termsId();
        _deposit(orders[2]);
        _isNotInGroup(orders, 2);
    }

    // --- Who counts ---

    function test_AnAddressCountsOnce() external {
        EscrowOrder[] memory orders = new EscrowOrder[](THRESHOLD);
        for (uint256 i; i < THRESHOLD; ++i) {
            orders[i] = _join(buyer);
        }
        _isNotInGroup(orders, 1);
    }

    function test_BuyersComeByRisingAddress() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        (orders[1], orders[2]) = (orders[2], orders[1]);
        _isNotInGroup(orders, 2);
    }

    /// @dev What no count of addresses can see: its sock puppets cost the seller nothing but gas, and the use of the money.
    function test_ASellersSockPuppetsCannotBeTold() external {
        EscrowOrder[] memory puppets = _joined(THRESHOLD - 1);
        EscrowOrder memory victim = _join(buyer);
        group.complete(_sorted(puppets, victim));
        for (uint256 i; i < puppets.length; ++i) {
            vm.prank(seller);
            escrow.refundBySeller(_groupTerms(), puppets[i], PRICE);
        }
        // She gets the goods at the group's price all the same.
        _shipGroup(victim);
    }

    /// @dev Else a stranger's own orders would make a group in one block, and be refunded in the next.
    function test_WhatCanBeRefundedBeforeTheSellerShipsDoesNotCount() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        orders[1] = _groupOrder(orders[1].buyer);
        orders[1].shipBy = SHIP_BY - 1;
        _deposit(orders[1]);
        _isNotInGroup(orders, 1);
        orders[1] = _groupOrder(orders[1].buyer);
        orders[1].shipBy = SHIP_BY + 1;
        _deposit(orders[1]);
        group.complete(orders);
    }

    function test_WhatIsNotPaidRefundedOrBelowThePriceDoesNotCount() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        EscrowOrder memory good = orders[1];

        orders[1] = _groupOrder(good.buyer);
        _isNotInGroup(orders, 1);

        orders[1] = good;
        vm.prank(seller);
        escrow.refundBySeller(_groupTerms(), good, 1);
        _isNotInGroup(orders, 1);
        vm.prank(seller);
        escrow.refundBySeller(_groupTerms(), good, PRICE - 1);
        _isNotInGroup(orders, 1);

        orders[1] = _groupOrder(good.buyer);
        orders[1].amount = PRICE - 1;
        _deposit(orders[1]);
        _isNotInGroup(orders, 1);

        orders[1] = _groupOrder(good.buyer);
        orders[1].currency = NATIVE;
        _deposit(orders[1]);
        _isNotInGroup(orders, 1);

        orders[1] = _groupOrder(good.buyer);
        _deposit(orders[1]);
        group.complete(orders);
    }

    // --- Its answer ---

    function test_ItVouchesForTheVeryOrderThatIsShown() external {
        EscrowOrder[] memory orders = _joined(THRESHOLD);
        group.complete(orders);
        bytes32 digest = _conditionDigest(address(escrow), orders[0], orders[0].termsId);
        assertTrue(group.isValidSignature(digest, abi.encode(orders[0])) == 0x1626ba7e);
        assertTrue(group.isValidSignature(digest, abi.encode(orders[1])) == 0xffffffff);
        digest = _conditionDigest(address(escrow), orders[0], bytes32(0));
        assertTrue(group.isValidSignature(digest, abi.encode(orders[0])) == 0xffffffff);
        digest = _conditionDigest(other, orders[0], orders[0].termsId);
        assertTrue(group.isValidSignature(digest, abi.encode(orders[0])) == 0xffffffff);
        // Of a sale that has no group.
        EscrowOrder memory order = _order(address(token), PRICE, address(0), 0);
        digest = _conditionDigest(address(escrow), order, order.termsId);
        assertTrue(group.isValidSignature(digest, abi.encode(order)) == 0xffffffff);
        vm.expectRevert();
        group.isValidSignature(digest, "");
    }

    // --- Bounds ---

    function test_TheLargestGroupFitsIntoATransaction() external {
        uint256 most = group.MAX_THRESHOLD();
        group = GroupBuy(_deploy(address(escrow), most, CLOSES_AT));
        EscrowOrder[] memory orders = new EscrowOrder[](most);
        token.mint(relayer, most * PRICE);
        vm.startPrank(relayer);
        token.approve(address(escrow), most * PRICE);
        for (uint256 i; i < most; ++i) {
            // Addresses that rise, of small numbers.
            // forge-lint: disable-next-line(unsafe-typecast)
            orders[i] = _groupOrder(address(uint160(0x1000 + i)));
            escrow.deposit(orders[i]);
        }
        vm.stopPrank();
        // The calldata's price comes on top: 16 gas for a byte, of which most are zero, and 4 for one of those.
        uint256 used = gasleft();
        group.complete(orders);
        used -= gasleft();
        uint256 calldataGas = most * (128 * 16 + 160 * 4);
        assertLt(21_000 + used + calldataGas, 16_000_000);
    }

    function test_AGroupThatCannotBeIsNotDeployed() external {
        vm.expectRevert(GroupBuy.InvalidRule.selector);
        this.deployGroup(address(escrow), 1, CLOSES_AT);
        vm.expectRevert(GroupBuy.InvalidRule.selector);
        this.deployGroup(address(escrow), 1001, CLOSES_AT);
        vm.expectRevert(GroupBuy.InvalidRule.selector);
        this.deployGroup(address(escrow), 2, START - 1);
        vm.expectRevert(GroupBuy.InvalidRule.selector);
        this.deployGroup(other, 2, CLOSES_AT);
        // No time is left to ship.
        vm.expectRevert(GroupBuy.InvalidRule.selector);
        this.deployGroup(address(escrow), 2, SHIP_BY);
        this.deployGroup(address(escrow), 2, SHIP_BY - 1);
        this.deployGroup(address(escrow), 2, START);
    }

    function test_TheContractFits() external view {
        assertLe(address(group).code.length, 24_576);
    }

    function testFuzz_ItTakesTheThresholdToTheBuyer(uint8 threshold, uint8 joined) external {
        uint256 needed = bound(threshold, 2, 12);
        uint256 there = bound(joined, 1, 14);
        group = GroupBuy(_deploy(address(escrow), needed, CLOSES_AT));
        EscrowOrder[] memory orders = _joined(there);
        if (there < needed) {
            vm.expectRevert(abi.encodeWithSelector(GroupBuy.GroupTooSmall.selector, needed, there));
        }
        group.complete(orders);
        assertEq(group.isComplete(orders[0].termsId), there >= needed);
    }

    // --- Helpers ---

    function deployGroup(address held, uint256 threshold, uint64 closesAt) external {
        _deploy(held, threshold, closesAt);
    }

    function _deploy(address held, uint256 threshold, uint64 closesAt) private returns (address) {
        return deployed("GroupBuy.sol:GroupBuy", abi.encode(held, address(token), PRICE, threshold, closesAt, SHIP_BY));
    }

    function _groupTerms() private view returns (SaleTerms memory terms) {
        terms = _terms();
        terms.conditions = new address[](1);
        terms.conditions[0] = address(group);
    }

    function _groupOrder(address account) private returns (EscrowOrder memory order) {
        order = _order(address(token), PRICE, address(0), 0);
        order.termsId = keccak256(abi.encode(_groupTerms()));
        order.buyer = account;
    }

    function _join(address account) private returns (EscrowOrder memory order) {
        order = _groupOrder(account);
        _deposit(order);
    }

    /// @dev So many buyers have paid, by rising address.
    function _joined(uint256 count) private returns (EscrowOrder[] memory orders) {
        for (uint256 i; i < count; ++i) {
            orders = _sorted(orders, _join(vm.addr(i + 1)));
        }
    }

    function _sorted(EscrowOrder[] memory orders, EscrowOrder memory added)
        private
        pure
        returns (EscrowOrder[] memory all)
    {
        all = new EscrowOrder[](orders.length + 1);
        uint256 place;
        for (uint256 i; i < orders.length; ++i) {
            if (place == i && added.buyer < orders[i].buyer) all[place++] = added;
            all[place++] = orders[i];
        }
        if (place == orders.length) all[place] = added;
    }

    function _attestations(EscrowOrder memory order) private pure returns (Attestation[] memory attestations) {
        attestations = new Attestation[](1);
        attestations[0] = Attestation(order.termsId, abi.encode(order));
    }

    function _shipGroup(EscrowOrder memory order) private {
        Shipment[] memory shipments = new Shipment[](1);
        shipments[0] = Shipment(order, _attestations(order));
        vm.prank(seller);
        escrow.ship(_groupTerms(), shipments);
    }

    function _cannotShip(EscrowOrder memory order) private {
        Shipment[] memory shipments = new Shipment[](1);
        shipments[0] = Shipment(order, _attestations(order));
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _idOf(order), 0));
        vm.prank(seller);
        escrow.ship(_groupTerms(), shipments);
    }

    function _isNotInGroup(EscrowOrder[] memory orders, uint256 place) private {
        vm.expectRevert(abi.encodeWithSelector(GroupBuy.NotInGroup.selector, place));
        group.complete(orders);
    }

    function _conditionDigest(address held, EscrowOrder memory order, bytes32 evidence) private view returns (bytes32) {
        bytes32 typeHash = keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        bytes32 message = keccak256(abi.encode(typeHash, _idOf(order), order.itemKey, evidence));
        return _digest("Lianbo Sale Escrow", held, message);
    }
}
