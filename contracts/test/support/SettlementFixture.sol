// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Settlement} from "../../src/rewards/Settlement.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "./Test.sol";

/// @notice A show with an operator, buyers and four who share its sales, for the tests of the settlement.
/// @dev The digests are put together here from the text of EIP-712, apart from the library that the contract uses.
abstract contract SettlementFixture is Test {
    address internal constant NATIVE = address(0);
    uint64 internal constant CLOSES_AT = 1_800_000_000;

    address internal operator = makeAddr("operator");
    address internal payer = makeAddr("payer");
    address internal merchant = makeAddr("merchant");
    address internal host = makeAddr("host");
    address internal platform = makeAddr("platform");
    address internal viewers = makeAddr("viewers");

    SplitRegistry internal registry = SplitRegistry(deployed("SplitRegistry.sol:SplitRegistry", ""));
    Settlement internal settlement = Settlement(deployed("Settlement.sol:Settlement", abi.encode(registry)));
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));

    constructor() {
        vm.warp(CLOSES_AT - 1 days);
    }

    /// @dev 60, 25, 10 and 5 percent.
    function _shares() internal view returns (Share[] memory shares) {
        shares = new Share[](4);
        shares[0] = Share(merchant, 6000);
        shares[1] = Share(host, 2500);
        shares[2] = Share(platform, 1000);
        shares[3] = Share(viewers, 500);
    }

    function _session(address currency, Share[] memory shares) internal returns (Settlement.Session memory) {
        return Settlement.Session(operator, currency, registry.create(shares), CLOSES_AT, keccak256("show"));
    }

    /// @dev An order of a buyer who is named by its index, has the money and approved it.
    function _order(Settlement.Session memory session, uint256 index, uint256 amount)
        internal
        returns (Settlement.SignedOrder memory)
    {
        address buyer = vm.addr(_key(index));
        _give(session.currency, buyer, amount);
        return _signed(session, index, buyer, amount, _key(index));
    }

    function _give(address currency, address buyer, uint256 amount) internal {
        TestToken(currency).mint(buyer, amount);
        vm.prank(buyer);
        // Not every token answers.
        (bool success,) = currency.call(abi.encodeCall(TestToken(currency).approve, (address(settlement), amount)));
        assertTrue(success);
    }

    function _signed(Settlement.Session memory session, uint256 index, address buyer, uint256 amount, uint256 key)
        internal
        view
        returns (Settlement.SignedOrder memory order)
    {
        order = Settlement.SignedOrder(index, buyer, amount, keccak256(abi.encode("item", index)), "");
        order.signature = signature(key, _digest(session, order, address(settlement), vm.getChainId()));
    }

    function _key(uint256 index) internal pure returns (uint256) {
        return makeKey(string(abi.encodePacked("buyer", index)));
    }

    function _orderHash(Settlement.Session memory session, Settlement.SignedOrder memory order)
        internal
        pure
        returns (bytes32)
    {
        bytes32 typeHash =
            keccak256("SaleOrder(bytes32 sessionId,uint256 index,address buyer,uint256 amount,bytes32 item)");
        bytes32 sessionId = keccak256(abi.encode(session));
        return keccak256(abi.encode(typeHash, sessionId, order.index, order.buyer, order.amount, order.item));
    }

    function _digest(
        Settlement.Session memory session,
        Settlement.SignedOrder memory order,
        address verifyingContract,
        uint256 chainId
    ) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Lianbo Settlement"),
                keccak256("1"),
                chainId,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, _orderHash(session, order)));
    }

    function _one(Settlement.SignedOrder memory order) internal pure returns (Settlement.SignedOrder[] memory orders) {
        orders = new Settlement.SignedOrder[](1);
        orders[0] = order;
    }

    function _settle(Settlement.Session memory session, Share[] memory shares, Settlement.SignedOrder[] memory orders)
        internal
        returns (uint256)
    {
        vm.prank(operator);
        return settlement.settle(session, shares, orders);
    }

    function _pay(address currency, uint256 amount, Share[] memory shares) internal {
        if (currency == NATIVE) vm.deal(payer, amount);
        else _give(currency, payer, amount);
        vm.prank(payer);
        settlement.pay{value: currency == NATIVE ? amount : 0}(currency, amount, shares, keccak256("order"));
    }

    function _balance(address currency, address account) internal view returns (uint256) {
        return currency == NATIVE ? account.balance : TestToken(currency).balanceOf(account);
    }
}
