// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BurnableVoucherCollection} from "./BurnableVoucherCollection.sol";
import {Test} from "./Test.sol";

/// @notice A collection, the people around it, and vouchers to try on it.
abstract contract VoucherFixture is Test {
    uint64 internal constant NOW = 1_750_000_000;
    uint96 internal constant ROYALTY_BPS = 750;

    BurnableVoucherCollection internal collection;
    TestToken internal token;
    uint256 internal signerKey;
    address internal signer;
    address internal owner;
    address internal payout;
    address internal recipient;
    address internal buyer;
    address internal stranger;

    function setUp() public virtual {
        vm.warp(NOW);
        signerKey = makeKey("voucher signer");
        signer = vm.addr(signerKey);
        owner = makeAddr("owner");
        payout = makeAddr("payout");
        recipient = makeAddr("recipient");
        buyer = makeAddr("buyer");
        stranger = makeAddr("stranger");
        collection = deploy(signer, payout);
        token = new TestToken("Money", "MNY", 6);
        vm.deal(buyer, 100 ether);
        vm.deal(stranger, 100 ether);
    }

    function deploy(address voucherSigner, address payee) internal returns (BurnableVoucherCollection) {
        return new BurnableVoucherCollection(
            "Spring Tea", "TEA", "https://tea.example/", owner, voucherSigner, payee, ROYALTY_BPS
        );
    }

    /// @dev A voucher for nothing, good for an hour.
    function gift(uint256 tokenId) internal view returns (VoucherCollection.Voucher memory) {
        return VoucherCollection.Voucher(tokenId, recipient, address(0), 0, NOW + 1 hours, 0);
    }

    /// @dev A voucher that costs native coin.
    function sale(uint256 tokenId, uint256 price) internal view returns (VoucherCollection.Voucher memory v) {
        v = gift(tokenId);
        v.price = price;
    }

    /// @dev A voucher that costs an ERC-20.
    function sale(uint256 tokenId, uint256 price, address currency)
        internal
        view
        returns (VoucherCollection.Voucher memory v)
    {
        v = sale(tokenId, price);
        v.currency = currency;
    }

    function signed(VoucherCollection.Voucher memory v) internal view returns (bytes memory) {
        return signature(signerKey, digestOf(v, block.chainid, address(collection)));
    }

    function signedCompactly(VoucherCollection.Voucher memory v) internal view returns (bytes memory) {
        return compactSignature(signerKey, digestOf(v, block.chainid, address(collection)));
    }

    /// @dev EIP-712 spelled out field by field, so that the contract's digest has something to be compared with.
    function digestOf(VoucherCollection.Voucher memory v, uint256 chainId, address verifyingContract)
        internal
        pure
        returns (bytes32)
    {
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain =
            keccak256(abi.encode(domainType, keccak256("Lianbo Voucher"), keccak256("1"), chainId, verifyingContract));
        bytes32 voucherType = keccak256(
            "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64 validUntil,uint32 epoch)"
        );
        bytes32 content =
            keccak256(abi.encode(voucherType, v.tokenId, v.recipient, v.currency, v.price, v.validUntil, v.epoch));
        return keccak256(abi.encodePacked(hex"1901", domain, content));
    }

    /// @dev The fixed part of a redemption that must fail, and that it changed nothing.
    function refuses(VoucherCollection.Voucher memory v, bytes memory sig, bytes memory reason) internal {
        bool before = collection.isRedeemed(v.tokenId);
        vm.expectRevert(reason);
        collection.redeem(v, sig);
        assertEq(collection.isRedeemed(v.tokenId), before);
    }

    function refuses(VoucherCollection.Voucher memory v, bytes memory sig, bytes4 reason) internal {
        refuses(v, sig, abi.encodePacked(reason));
    }

    function alreadyRedeemed(uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherCollection.AlreadyRedeemed.selector, tokenId);
    }

    function wrongPayment(uint256 required, uint256 given) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherCollection.WrongPayment.selector, required, given);
    }

    /// @dev The collection passes money on and never keeps any.
    function assertKeepsNothing() internal view {
        assertEq(address(collection).balance, 0, "native coin left in the collection");
        assertEq(token.balanceOf(address(collection)), 0, "tokens left in the collection");
    }
}
