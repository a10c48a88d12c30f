// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthenticityBond} from "../../src/rewards/AuthenticityBond.sol";
import {BundlePart, BundlePromotion} from "../../src/rewards/BundlePromotion.sol";
import {CouponPromotion} from "../../src/rewards/CouponPromotion.sol";
import {RebatePool} from "../../src/rewards/RebatePool.sol";
import {Attestation, EscrowOrder, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {FundTerms, SaleFund} from "../../src/rewards/SaleFund.sol";
import {Share} from "../../src/rewards/SplitMath.sol";
import {SplitRegistry} from "../../src/rewards/SplitRegistry.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Splits} from "./Splits.sol";
import {Test} from "./Test.sol";

/// @notice A sale with its escrow, an owner who puts money up for it, an issuer of coupons, a judge and buyers.
/// @dev The digests are put together here from the text of EIP-712, apart from the library that the contracts use.
abstract contract PromotionFixture is Test {
    address internal constant NATIVE = address(0);
    uint64 internal constant START = 1_800_000_000;
    uint64 internal constant ENDS_AT = START + 30 days;
    uint64 internal constant SHIP_BY = START + 60 days;
    uint32 internal constant ACCEPTANCE = 7 days;
    bytes32 internal constant ITEM = keccak256("item");
    bytes32 internal constant EVIDENCE = keccak256("evidence");

    uint256 internal buyerKey = makeKey("buyer");
    uint256 internal issuerKey = makeKey("issuer");
    uint256 internal judgeKey = makeKey("judge");
    address internal buyer = makeAddr("buyer");
    address internal other = makeAddr("other");
    address internal issuer = makeAddr("issuer");
    address internal judge = makeAddr("judge");
    address internal seller = makeAddr("seller");
    address internal arbiter = makeAddr("arbiter");
    address internal owner = makeAddr("owner");
    address internal relayer = makeAddr("relayer");

    SplitRegistry internal registry = SplitRegistry(deployed("SplitRegistry.sol:SplitRegistry", ""));
    SaleEscrow internal escrow = SaleEscrow(deployed("SaleEscrow.sol:SaleEscrow", abi.encode(registry)));
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));

    uint256 private _salts;

    constructor() {
        vm.warp(START);
        registry.create(_shares());
    }

    function _shares() internal view returns (Share[] memory) {
        return Splits.whole(seller);
    }

    function _terms() internal view returns (SaleTerms memory) {
        return SaleTerms({
            seller: seller,
            arbiter: arbiter,
            splitId: keccak256(abi.encode(_shares())),
            acceptance: ACCEPTANCE,
            arbitration: ACCEPTANCE,
            kept: true,
            conditions: new address[](0)
        });
    }

    function _termsId() internal view returns (bytes32) {
        return keccak256(abi.encode(_terms()));
    }

    function _fund(address currency) internal view returns (FundTerms memory) {
        return FundTerms({escrow: escrow, termsId: _termsId(), currency: currency, owner: owner, endsAt: ENDS_AT});
    }

    function _coupons(address currency) internal returns (CouponPromotion) {
        bytes memory arguments = abi.encode(_fund(currency), issuer);
        return CouponPromotion(payable(deployed("CouponPromotion.sol:CouponPromotion", arguments)));
    }

    function _bundle(address currency, BundlePart[] memory parts) internal returns (BundlePromotion) {
        bytes memory arguments = abi.encode(_fund(currency), parts);
        return BundlePromotion(payable(deployed("BundlePromotion.sol:BundlePromotion", arguments)));
    }

    function _pool(address currency, uint16 bps, uint256 cap) internal returns (RebatePool) {
        bytes memory arguments = abi.encode(_fund(currency), _terms(), bps, cap);
        return RebatePool(payable(deployed("RebatePool.sol:RebatePool", arguments)));
    }

    function _bond(address currency, uint32 multipleBps) internal returns (AuthenticityBond) {
        bytes memory arguments = abi.encode(_fund(currency), _terms(), judge, multipleBps);
        return AuthenticityBond(payable(deployed("AuthenticityBond.sol:AuthenticityBond", arguments)));
    }

    /// @dev Gives an account so much more; every token of the tests can be minted.
    function _give(address currency, address account, uint256 amount) internal {
        if (currency == NATIVE) vm.deal(account, account.balance + amount);
        else TestToken(currency).mint(account, amount);
    }

    /// @dev An order of the sale, another one each time.
    function _order(address currency, uint256 amount, address sponsor, uint256 discount)
        internal
        returns (EscrowOrder memory)
    {
        return EscrowOrder({
            termsId: _termsId(),
            buyer: buyer,
            currency: currency,
            amount: amount,
            sponsor: sponsor,
            discount: discount,
            itemKey: ITEM,
            shipBy: SHIP_BY,
            salt: ++_salts
        });
    }

    /// @dev Gives the account what it is to pay and lets `spender` take it; says what goes with the call.
    function _ready(address account, address currency, address spender, uint256 part) internal returns (uint256) {
        _give(currency, account, part);
        if (currency == NATIVE) return part;
        vm.prank(account);
        TestToken(currency).approve(spender, part);
        return 0;
    }

    /// @dev Funds an order by the buyer herself.
    function _deposit(EscrowOrder memory order) internal {
        uint256 value = _ready(order.buyer, order.currency, address(escrow), order.amount);
        vm.prank(order.buyer);
        escrow.deposit{value: value}(order);
    }

    function _ship(EscrowOrder memory order) internal {
        Shipment[] memory shipments = new Shipment[](1);
        shipments[0] = Shipment(order, new Attestation[](0));
        vm.prank(seller);
        escrow.ship(_terms(), shipments);
    }

    /// @dev Once nobody disputed.
    function _release(EscrowOrder memory order) internal {
        vm.warp(block.timestamp + ACCEPTANCE + 1);
        EscrowOrder[] memory orders = new EscrowOrder[](1);
        orders[0] = order;
        escrow.releaseBatch(_terms(), _shares(), orders);
    }

    function _sold(EscrowOrder memory order) internal {
        _deposit(order);
        _ship(order);
        _release(order);
    }

    function _refundPart(EscrowOrder memory order, uint256 amount) internal {
        vm.prank(seller);
        escrow.refundBySeller(_terms(), order, amount);
    }

    function _idOf(EscrowOrder memory order) internal pure returns (bytes32) {
        return keccak256(abi.encode(order));
    }

    function _stateOf(EscrowOrder memory order) internal view returns (SaleEscrow.State state) {
        (state,,) = escrow.recordOf(_idOf(order));
    }

    function _isIn(EscrowOrder memory order, SaleEscrow.State state) internal view returns (bool) {
        return _stateOf(order) == state;
    }

    function _couponSignature(CouponPromotion promotion, CouponPromotion.Coupon memory coupon)
        internal
        view
        returns (bytes memory)
    {
        return signature(issuerKey, _couponDigest(promotion, coupon));
    }

    function _couponDigest(CouponPromotion promotion, CouponPromotion.Coupon memory coupon)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "Coupon(uint256 serial,address buyer,uint256 discount,uint16 bps,uint256 minAmount,uint64 validUntil)"
        );
        bytes32 message = keccak256(
            abi.encode(
                typeHash, coupon.serial, coupon.buyer, coupon.discount, coupon.bps, coupon.minAmount, coupon.validUntil
            )
        );
        return _digest("Lianbo Coupon Promotion", address(promotion), message);
    }

    function _judgeSignature(AuthenticityBond bond, EscrowOrder memory order) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256("Counterfeit(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        bytes32 message = keccak256(abi.encode(typeHash, _idOf(order), order.itemKey, EVIDENCE));
        return signature(judgeKey, _digest("Lianbo Authenticity Bond", address(bond), message));
    }

    function _digest(string memory name, address verifyingContract, bytes32 message) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                vm.getChainId(),
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _balance(address currency, address account) internal view returns (uint256) {
        return currency == NATIVE ? account.balance : TestToken(currency).balanceOf(account);
    }

    function _currencies() internal view returns (address[2] memory) {
        return [NATIVE, address(token)];
    }
}
