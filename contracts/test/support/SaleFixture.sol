// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "./Test.sol";

/// @notice A shop with a buyer, a verifier, a payer and four who share each sale, for the tests of the escrow.
/// @dev The digests are put together here from the text of EIP-712, apart from the library that the escrow uses.
abstract contract SaleFixture is Test {
    uint8 internal constant NONE = 0;
    uint8 internal constant FUNDED = 1;
    uint8 internal constant RELEASED = 2;
    uint8 internal constant REFUNDED = 3;

    address internal constant NATIVE = address(0);
    bytes32 internal constant PASSPORT = keccak256("passport");
    uint64 internal constant REFUND_AFTER = 1_800_000_000;

    uint256 internal buyerKey = makeKey("buyer");
    uint256 internal verifierKey = makeKey("verifier");
    address internal buyer = makeAddr("buyer");
    address internal verifier = makeAddr("verifier");
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
        vm.warp(REFUND_AFTER - 30 days);
    }

    /// @dev 60, 25, 10 and 5 percent.
    function _shares() internal view returns (Share[] memory shares) {
        shares = new Share[](4);
        shares[0] = Share(merchant, 6000);
        shares[1] = Share(host, 2500);
        shares[2] = Share(platform, 1000);
        shares[3] = Share(viewers, 500);
    }

    /// @dev The terms of the next sale, under a split that is registered.
    function _order(address currency, uint256 amount, Share[] memory shares)
        internal
        returns (SaleEscrow.Order memory order)
    {
        order = SaleEscrow.Order({
            orderId: keccak256(abi.encode("order", ++_orders)),
            buyer: buyer,
            verifier: verifier,
            currency: currency,
            amount: amount,
            splitId: registry.create(shares),
            itemKey: keccak256("item"),
            refundAfter: REFUND_AFTER
        });
    }

    function _order(address currency, uint256 amount) internal returns (SaleEscrow.Order memory) {
        return _order(currency, amount, _shares());
    }

    /// @dev Gives the payer what the order costs and lets it pay.
    function _fund(SaleEscrow.Order memory order) internal {
        _prepare(order);
        vm.prank(payer);
        escrow.deposit{value: _value(order)}(order);
    }

    function _funded(address currency, uint256 amount) internal returns (SaleEscrow.Order memory order) {
        order = _order(currency, amount);
        _fund(order);
    }

    function _funded(address currency, uint256 amount, Share[] memory shares)
        internal
        returns (SaleEscrow.Order memory order)
    {
        order = _order(currency, amount, shares);
        _fund(order);
    }

    /// @dev Every token of the tests can be minted, and approved for nothing first.
    function _prepare(SaleEscrow.Order memory order) internal {
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

    function _value(SaleEscrow.Order memory order) internal pure returns (uint256) {
        return order.currency == NATIVE ? order.amount : 0;
    }

    function _release(SaleEscrow.Order memory order) internal {
        _release(order, _shares());
    }

    /// @dev Made by a relayer that holds both signatures and nothing else.
    function _release(SaleEscrow.Order memory order, Share[] memory shares) internal {
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        vm.prank(relayer);
        escrow.release(order, shares, PASSPORT, passport, delivery);
    }

    function _refund(SaleEscrow.Order memory order) internal {
        vm.warp(order.refundAfter);
        vm.prank(relayer);
        escrow.refund(order);
    }

    function _passportSignature(SaleEscrow.Order memory order) internal view returns (bytes memory) {
        return signature(verifierKey, _passportDigest(order, PASSPORT));
    }

    function _deliverySignature(SaleEscrow.Order memory order) internal view returns (bytes memory) {
        return signature(buyerKey, _deliveryDigest(order));
    }

    function _passportDigest(SaleEscrow.Order memory order, bytes32 passportHash) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("PassportVerified(bytes32 orderId,bytes32 itemKey,bytes32 passportHash)");
        return _digest(keccak256(abi.encode(typeHash, order.orderId, order.itemKey, passportHash)));
    }

    function _deliveryDigest(SaleEscrow.Order memory order) internal view returns (bytes32) {
        return _digest(keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), order.orderId)));
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

    function _balance(address currency, address account) internal view returns (uint256) {
        return currency == NATIVE ? account.balance : TestToken(currency).balanceOf(account);
    }
}
