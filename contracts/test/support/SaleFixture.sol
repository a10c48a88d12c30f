// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Attestation, EscrowOrder, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "./Test.sol";

/// @notice A shop with a buyer, a seller, an arbiter, a verifier, a sponsor, a payer and four who share each sale, for the tests
/// of the escrow.
/// @dev Ids and digests are put together here in plain Solidity and from the text of EIP-712, apart from the assembly and the
/// library that the escrow uses.
abstract contract SaleFixture is Test {
    /// @dev An order and all that belongs to it.
    struct Sale {
        SaleTerms terms;
        Share[] shares;
        EscrowOrder order;
    }

    address internal constant NATIVE = address(0);
    bytes32 internal constant EVIDENCE = keccak256("passport");
    bytes32 internal constant REASON = keccak256("the cake is broken");
    uint64 internal constant SHIP_BY = 1_800_000_000;
    uint32 internal constant ACCEPTANCE = 7 days;
    uint32 internal constant ARBITRATION = 14 days;

    uint256 internal buyerKey = makeKey("buyer");
    uint256 internal verifierKey = makeKey("verifier");
    address internal buyer = makeAddr("buyer");
    address internal verifier = makeAddr("verifier");
    address internal seller = makeAddr("seller");
    address internal arbiter = makeAddr("arbiter");
    address internal sponsor = makeAddr("sponsor");
    address internal payer = makeAddr("payer");
    address internal relayer = makeAddr("relayer");
    address internal merchant = makeAddr("merchant");
    address internal host = makeAddr("host");
    address internal platform = makeAddr("platform");
    address internal viewers = makeAddr("viewers");

    SplitRegistry internal registry = SplitRegistry(deployed("SplitRegistry.sol:SplitRegistry", ""));
    SaleEscrow public escrow = SaleEscrow(deployed("SaleEscrow.sol:SaleEscrow", abi.encode(registry)));
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));

    uint256 private _orders;

    constructor() {
        vm.warp(SHIP_BY - 30 days);
    }

    /// @dev 60, 25, 10 and 5 percent.
    function _shares() internal view returns (Share[] memory shares) {
        shares = new Share[](4);
        shares[0] = Share(merchant, 6000);
        shares[1] = Share(host, 2500);
        shares[2] = Share(platform, 1000);
        shares[3] = Share(viewers, 500);
    }

    /// @dev Terms with one condition, the verifier's, under a split that is registered.
    function _terms(Share[] memory shares) internal returns (SaleTerms memory terms) {
        terms.seller = seller;
        terms.arbiter = arbiter;
        terms.splitId = registry.create(shares);
        terms.acceptance = ACCEPTANCE;
        terms.arbitration = ARBITRATION;
        terms.conditions = new address[](1);
        terms.conditions[0] = verifier;
    }

    /// @dev The next order under these terms.
    function _sale(SaleTerms memory terms, Share[] memory shares, address currency, uint256 amount)
        internal
        returns (Sale memory sale)
    {
        sale.terms = terms;
        sale.shares = shares;
        sale.order = EscrowOrder({
            termsId: keccak256(abi.encode(terms)),
            buyer: buyer,
            currency: currency,
            amount: amount,
            sponsor: address(0),
            discount: 0,
            itemKey: keccak256("item"),
            shipBy: SHIP_BY,
            salt: ++_orders
        });
    }

    function _sale(address currency, uint256 amount) internal returns (Sale memory) {
        return _sale(_terms(_shares()), _shares(), currency, amount);
    }

    /// @dev The same with terms whose orders stay on record.
    function _keptSale(address currency, uint256 amount) internal returns (Sale memory) {
        SaleTerms memory terms = _terms(_shares());
        terms.kept = true;
        return _sale(terms, _shares(), currency, amount);
    }

    function _funded(address currency, uint256 amount) internal returns (Sale memory sale) {
        sale = _sale(currency, amount);
        _fund(sale.order);
    }

    function _funded(address currency, uint256 amount, Share[] memory shares) internal returns (Sale memory sale) {
        sale = _sale(_terms(shares), shares, currency, amount);
        _fund(sale.order);
    }

    /// @dev Gives the payer what the order costs and lets it pay.
    function _fund(EscrowOrder memory order) internal {
        _prepare(order);
        vm.prank(payer);
        escrow.deposit{value: _value(order)}(order);
    }

    /// @dev Every token of the tests can be minted, and approved for nothing first.
    function _prepare(EscrowOrder memory order) internal {
        if (order.currency == NATIVE) {
            vm.deal(payer, order.amount);
        } else {
            TestToken(order.currency).mint(payer, order.amount);
            vm.prank(payer);
            // Not every token answers.
            (bool success,) =
                order.currency.call(abi.encodeCall(TestToken(order.currency).approve, (address(escrow), order.amount)));
            assertTrue(success);
        }
    }

    function _value(EscrowOrder memory order) internal pure returns (uint256) {
        return order.currency == NATIVE ? order.amount : 0;
    }

    function _ship(Sale memory sale) internal {
        Shipment[] memory shipments = _shipments(sale);
        vm.prank(sale.terms.seller);
        escrow.ship(sale.terms, shipments);
    }

    /// @dev Made by a relayer that holds the signatures and nothing else.
    function _release(Sale memory sale) internal {
        Attestation[] memory attestations = _attestations(sale);
        bytes memory delivery = _deliverySignature(sale.order);
        vm.prank(relayer);
        escrow.release(sale.terms, sale.shares, sale.order, attestations, delivery);
    }

    function _releaseBatch(Sale memory sale) internal returns (uint256) {
        vm.prank(relayer);
        return escrow.releaseBatch(sale.terms, sale.shares, _one(sale.order));
    }

    function _refund(Sale memory sale) internal {
        vm.prank(relayer);
        escrow.refund(sale.order);
    }

    function _refundBySeller(Sale memory sale, uint256 amount) internal {
        vm.prank(sale.terms.seller);
        escrow.refundBySeller(sale.terms, sale.order, amount);
    }

    function _dispute(Sale memory sale) internal {
        bytes memory complaint = _disputeSignature(sale.order, REASON);
        vm.prank(relayer);
        escrow.dispute(sale.terms, sale.order, REASON, complaint);
    }

    function _resolve(Sale memory sale, uint256 back) internal {
        vm.prank(sale.terms.arbiter);
        escrow.resolve(sale.terms, sale.shares, sale.order, back);
    }

    function _one(EscrowOrder memory order) internal pure returns (EscrowOrder[] memory orders) {
        orders = new EscrowOrder[](1);
        orders[0] = order;
    }

    function _shipments(Sale memory sale) internal view returns (Shipment[] memory shipments) {
        shipments = new Shipment[](1);
        shipments[0] = Shipment(sale.order, _attestations(sale));
    }

    /// @dev One by the verifier's key for each condition.
    function _attestations(Sale memory sale) internal view returns (Attestation[] memory attestations) {
        attestations = new Attestation[](sale.terms.conditions.length);
        for (uint256 i; i < attestations.length; ++i) {
            attestations[i] = Attestation(EVIDENCE, signature(verifierKey, _conditionDigest(sale.order, EVIDENCE)));
        }
    }

    function _deliverySignature(EscrowOrder memory order) internal view returns (bytes memory) {
        return signature(buyerKey, _deliveryDigest(order));
    }

    function _disputeSignature(EscrowOrder memory order, bytes32 reason) internal view returns (bytes memory) {
        return signature(buyerKey, _disputeDigest(order, reason));
    }

    function _conditionDigest(EscrowOrder memory order, bytes32 evidence) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        return _digest(keccak256(abi.encode(typeHash, _id(order), order.itemKey, evidence)));
    }

    function _deliveryDigest(EscrowOrder memory order) internal view returns (bytes32) {
        return _digest(keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), _id(order))));
    }

    function _disputeDigest(EscrowOrder memory order, bytes32 reason) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("DisputeOpened(bytes32 orderId,bytes32 reason)");
        return _digest(keccak256(abi.encode(typeHash, _id(order), reason)));
    }

    /// @dev Asks the cheatcode for the chain: the optimizer takes block.chainid for one number throughout a test.
    function _digest(bytes32 message) internal view returns (bytes32) {
        return _digest(message, "Lianbo Sale Escrow", "1", vm.getChainId(), address(escrow));
    }

    function _digest(
        bytes32 message,
        string memory name,
        string memory version,
        uint256 chainId,
        address verifyingContract
    ) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _id(EscrowOrder memory order) internal pure returns (bytes32) {
        return keccak256(abi.encode(order));
    }

    function _state(Sale memory sale) internal view returns (SaleEscrow.State state) {
        (state,,) = escrow.recordOf(_id(sale.order));
    }

    function _assertState(Sale memory sale, SaleEscrow.State expected) internal view {
        assertEq(uint256(_state(sale)), uint256(expected));
    }

    /// @dev All of an order's record.
    function _assertRecord(Sale memory sale, SaleEscrow.State state, uint256 until, uint256 refunded) internal view {
        (SaleEscrow.State state_, uint40 until_, uint208 refunded_) = escrow.recordOf(_id(sale.order));
        assertEq(uint256(state_), uint256(state));
        assertEq(until_, until);
        assertEq(refunded_, refunded);
    }

    function _balance(address currency, address account) internal view returns (uint256) {
        return currency == NATIVE ? account.balance : TestToken(currency).balanceOf(account);
    }

    function _splitBalance(address currency) internal view returns (uint256) {
        return _balance(currency, merchant) + _balance(currency, host) + _balance(currency, platform)
            + _balance(currency, viewers);
    }
}
