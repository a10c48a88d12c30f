// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EditionCollection} from "../../src/nft/EditionCollection.sol";
import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "./Test.sol";

/// @notice A collection, the people around it, and vouchers to try on it.
abstract contract VoucherFixture is Test {
    uint64 internal constant NOW = 1_750_000_000;
    uint96 internal constant ROYALTY_BPS = 750;
    bytes4 internal constant NOT_THE_SIGNER = VoucherRedeemer.InvalidVoucherSigner.selector;

    VoucherCollection internal collection;
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
        collection = deploy(config());
        token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Money", "MNY", 6)));
        vm.deal(buyer, 100 ether);
        vm.deal(stranger, 100 ether);
    }

    /// @dev What a collection of this fixture is made of; change what a test is about.
    function config() internal view returns (CollectionConfig memory) {
        return CollectionConfig({
            name: "Spring Tea",
            symbol: "TEA",
            baseUri: "https://tea.example/",
            contractUri: "https://tea.example/collection.json",
            owner: owner,
            voucherSigner: signer,
            payout: payout,
            royaltyBps: ROYALTY_BPS,
            maxTokenId: 0,
            soulbound: false,
            membership: address(0)
        });
    }

    function deploy(address voucherSigner, address payee) internal returns (VoucherCollection) {
        CollectionConfig memory made = config();
        (made.voucherSigner, made.payout) = (voucherSigner, payee);
        return deploy(made);
    }

    function deploy(CollectionConfig memory made) internal returns (VoucherCollection) {
        return VoucherCollection(deployed("VoucherCollection.sol:VoucherCollection", abi.encode(made)));
    }

    function deployEdition(CollectionConfig memory made) internal returns (EditionCollection) {
        return EditionCollection(deployed("EditionCollection.sol:EditionCollection", abi.encode(made)));
    }

    /// @dev A voucher for nothing, good since an hour and for another.
    function gift(uint256 tokenId) internal view returns (Voucher memory v) {
        v.tokenId = tokenId;
        v.recipient = recipient;
        v.validFrom = NOW - 1 hours;
        v.validUntil = NOW + 1 hours;
    }

    /// @dev A voucher that costs native coin.
    function sale(uint256 tokenId, uint256 price) internal view returns (Voucher memory v) {
        v = gift(tokenId);
        v.price = price;
    }

    /// @dev A voucher that costs an ERC-20.
    function sale(uint256 tokenId, uint256 price, address currency) internal view returns (Voucher memory v) {
        v = sale(tokenId, price);
        v.currency = currency;
    }

    /// @dev A list of gifts, as good and as long as a {gift}.
    function listOf(uint256 firstTokenId, address[] memory recipients) internal pure returns (VoucherList memory list) {
        list.firstTokenId = firstTokenId;
        list.recipients = recipients;
        list.validFrom = NOW - 1 hours;
        list.validUntil = NOW + 1 hours;
    }

    function signed(Voucher memory v) internal view returns (bytes memory) {
        return signedBy(signerKey, v);
    }

    function signed(VoucherList memory list) internal view returns (bytes memory) {
        return signature(signerKey, digestOf(list, block.chainid, address(collection)));
    }

    function signedBy(uint256 key, Voucher memory v) internal view returns (bytes memory) {
        return signature(key, digestOf(v, block.chainid, address(collection)));
    }

    /// @dev Signed for another collection than the fixture's.
    function signedFor(VoucherRedeemer other, Voucher memory v) internal view returns (bytes memory) {
        return signature(signerKey, digestOf(v, block.chainid, address(other)));
    }

    function signedFor(VoucherRedeemer other, VoucherList memory list) internal view returns (bytes memory) {
        return signature(signerKey, digestOf(list, block.chainid, address(other)));
    }

    function signedCompactly(Voucher memory v) internal view returns (bytes memory) {
        return compactSignature(signerKey, digestOf(v, block.chainid, address(collection)));
    }

    /// @dev Hands a gift out by a voucher of its own.
    function give(address to, uint256 tokenId) internal {
        Voucher memory v = gift(tokenId);
        v.recipient = to;
        collection.redeem(v, signed(v));
    }

    /// @dev EIP-712 spelled out field by field, so that the contract's digest has something to be compared with.
    function digestOf(Voucher memory v, uint256 chainId, address verifyingContract) internal pure returns (bytes32) {
        bytes32 voucherType = keccak256(
            "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64 validFrom,uint64 validUntil,uint32 epoch,uint8 minTier,uint32 maxPerBuyer,bool soulbound)"
        );
        bytes memory terms = abi.encode(v.tokenId, v.recipient, v.currency, v.price, v.validFrom, v.validUntil, v.epoch);
        bytes memory conditions = abi.encode(v.minTier, v.maxPerBuyer, v.soulbound);
        bytes32 content = keccak256(bytes.concat(voucherType, terms, conditions));
        return keccak256(abi.encodePacked(hex"1901", domainOf(chainId, verifyingContract), content));
    }

    /// @dev An array is the hash of its members, each of which is a word.
    function digestOf(VoucherList memory list, uint256 chainId, address verifyingContract)
        internal
        pure
        returns (bytes32)
    {
        bytes32 listType = keccak256(
            "VoucherList(uint256 firstTokenId,address[] recipients,uint64 validFrom,uint64 validUntil,uint32 epoch,bool soulbound)"
        );
        bytes memory members;
        for (uint256 i; i < list.recipients.length; ++i) {
            members = bytes.concat(members, abi.encode(list.recipients[i]));
        }
        bytes32 content = keccak256(
            abi.encode(
                listType,
                list.firstTokenId,
                keccak256(members),
                list.validFrom,
                list.validUntil,
                list.epoch,
                list.soulbound
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domainOf(chainId, verifyingContract), content));
    }

    function domainOf(uint256 chainId, address verifyingContract) internal pure returns (bytes32) {
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return
            keccak256(abi.encode(domainType, keccak256("Lianbo Voucher"), keccak256("1"), chainId, verifyingContract));
    }

    /// @dev The fixed part of a redemption that must fail, and that it changed nothing.
    function refuses(Voucher memory v, bytes memory sig, bytes memory reason) internal {
        bool before = collection.isRedeemed(v.tokenId);
        vm.expectRevert(reason);
        collection.redeem(v, sig);
        assertEq(collection.isRedeemed(v.tokenId), before);
    }

    function refuses(Voucher memory v, bytes memory sig, bytes4 reason) internal {
        refuses(v, sig, abi.encodePacked(reason));
    }

    function alreadyRedeemed(uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.AlreadyRedeemed.selector, tokenId);
    }

    function tokenIdTooHigh(uint256 tokenId, uint256 max) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.TokenIdTooHigh.selector, tokenId, max);
    }

    function tierTooLow(uint8 required, uint8 actual) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.TierTooLow.selector, required, actual);
    }

    function limitReached(address account, uint32 max) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.BuyerLimitReached.selector, account, max);
    }

    function notYetValid(uint64 validFrom) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.VoucherNotYetValid.selector, validFrom);
    }

    function expired(uint64 validUntil) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.VoucherExpired.selector, validUntil);
    }

    function wrongEpoch(uint32 given, uint32 current) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.WrongEpoch.selector, given, current);
    }

    function wrongPayment(uint256 required, uint256 given) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.WrongPayment.selector, required, given);
    }

    function soulboundToken(uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(VoucherRedeemer.TokenIsSoulbound.selector, tokenId);
    }

    /// @dev What the collection holds, which is what it took and nobody withdrew.
    function assertHolds(uint256 coin, uint256 tokens) internal view {
        assertEq(address(collection).balance, coin, "native coin in the collection");
        assertEq(token.balanceOf(address(collection)), tokens, "tokens in the collection");
    }
}
