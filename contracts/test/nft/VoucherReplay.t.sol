// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {Voucher} from "../../src/nft/Vouchers.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {LibClone} from "solady/utils/LibClone.sol";

/// @notice A voucher gives one token to one recipient once, on one chain, in one collection, as it was signed.
contract VoucherReplayTest is VoucherFixture {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function test_RedeemsOnceInEitherEncodingOfItsSignature() public {
        Voucher memory v = gift(1);
        (bytes memory long, bytes memory short) = (signed(v), signedCompactly(v));
        collection.redeem(v, long);
        refuses(v, long, alreadyRedeemed(1));
        refuses(v, short, alreadyRedeemed(1));

        v = gift(2);
        (long, short) = (signed(v), signedCompactly(v));
        collection.redeem(v, short);
        refuses(v, short, alreadyRedeemed(2));
        refuses(v, long, alreadyRedeemed(2));
        assertEq(collection.balanceOf(recipient), 2);
    }

    function test_RefusesTheHighSAndOtherFormsOfAGoodSignature() public {
        Voucher memory v = gift(1);
        (uint8 sigV, bytes32 r, bytes32 s) = vm.sign(signerKey, digestOf(v, block.chainid, address(collection)));
        uint8 other = sigV == 27 ? 28 : 27;

        refuses(v, abi.encodePacked(r, bytes32(ORDER - uint256(s)), other), NOT_THE_SIGNER);
        refuses(v, abi.encodePacked(r, s, other), NOT_THE_SIGNER);
        refuses(v, abi.encodePacked(r, s, sigV - 27), NOT_THE_SIGNER);
        refuses(v, abi.encodePacked(r, s, sigV, uint8(0)), NOT_THE_SIGNER);
        refuses(v, "", NOT_THE_SIGNER);
        refuses(v, new bytes(64), NOT_THE_SIGNER);
        refuses(v, new bytes(65), NOT_THE_SIGNER);
        collection.redeem(v, abi.encodePacked(r, s, sigV));
    }

    function test_RedeemsOnceAlsoAfterABurn() public {
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        collection.redeem(v, sig);
        vm.prank(recipient);
        collection.burn(1);
        assertEq(collection.balanceOf(recipient), 0);
        assertTrue(collection.isRedeemed(1));

        refuses(v, sig, alreadyRedeemed(1));
    }

    function test_RedeemsOnceAlsoAfterTransfersAndABurnByTheLastOwner() public {
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        collection.redeem(v, sig);
        vm.prank(recipient);
        collection.transferFrom(recipient, buyer, 1);
        refuses(v, sig, alreadyRedeemed(1));
        vm.prank(buyer);
        collection.transferFrom(buyer, stranger, 1);
        vm.prank(stranger);
        collection.burn(1);
        refuses(v, sig, alreadyRedeemed(1));
    }

    function test_TwoVouchersForOneTokenGiveItOnce() public {
        Voucher memory first = gift(1);
        Voucher memory second = gift(1);
        second.recipient = stranger;
        bytes memory sig = signed(second);
        collection.redeem(first, signed(first));
        refuses(second, sig, alreadyRedeemed(1));
        assertEq(collection.ownerOf(1), recipient);
    }

    /// @dev A copied call costs the copier and gives to the same recipient; the one who was copied keeps its money.
    function test_ACopiedCallStillMintsToTheRecipientAtTheCopiersExpense() public {
        Voucher memory v = sale(1, 1 ether);
        bytes memory sig = signed(v);
        vm.prank(stranger);
        collection.redeem{value: 1 ether}(v, sig);
        assertEq(collection.ownerOf(1), recipient);
        assertEq(stranger.balance, 99 ether);

        vm.prank(buyer);
        vm.expectRevert(alreadyRedeemed(1));
        collection.redeem{value: 1 ether}(v, sig);
        assertEq(buyer.balance, 100 ether);
        assertHolds(1 ether, 0);
    }

    function test_AVoucherOfAnotherChainIsRefused() public {
        Voucher memory v = gift(1);
        bytes memory sig = signature(signerKey, digestOf(v, block.chainid + 1, address(collection)));
        refuses(v, sig, NOT_THE_SIGNER);
    }

    /// @dev The domain is kept from deployment; a fork that takes another chain id must not go on using it.
    function test_AfterAForkOnlyVouchersOfTheNewChainCount() public {
        Voucher memory v = gift(1);
        bytes memory before = signed(v);
        vm.chainId(31_415);
        refuses(v, before, NOT_THE_SIGNER);
        assertEq(collection.voucherDigest(v), digestOf(v, 31_415, address(collection)));

        collection.redeem(v, signature(signerKey, digestOf(v, 31_415, address(collection))));
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AVoucherOfAnotherCollectionOfTheSameSignerIsRefused() public {
        Voucher memory v = gift(1);
        bytes memory sig = signed(v);
        VoucherCollection another = deploy(signer, payout);
        vm.expectRevert(NOT_THE_SIGNER);
        another.redeem(v, sig);
        assertFalse(another.isRedeemed(1));

        collection.redeem(v, sig);
        assertTrue(collection.isRedeemed(1));
    }

    /// @dev A clone shares the collection's code, and with it the domain that was kept in the code; it must not use it. Its
    /// storage is empty, so its signer is zero, whom every broken signature recovers to.
    function test_ACloneOfTheCollectionHasItsOwnDomainAndItsZeroSignerSignsNothing() public {
        VoucherCollection clone = VoucherCollection(LibClone.clone(address(collection)));
        assertEq(clone.voucherSigner(), address(0));

        Voucher memory v = gift(1);
        assertEq(clone.voucherDigest(v), digestOf(v, block.chainid, address(clone)));
        bytes[5] memory attempts = [
            signed(v),
            signature(signerKey, digestOf(v, block.chainid, address(clone))),
            new bytes(65),
            new bytes(64),
            bytes("")
        ];
        for (uint256 i; i < attempts.length; ++i) {
            vm.expectRevert(NOT_THE_SIGNER);
            clone.redeem(v, attempts[i]);
        }
        address[] memory rows = new address[](1);
        rows[0] = recipient;
        vm.expectRevert(NOT_THE_SIGNER);
        clone.redeemList(listOf(1, rows), new bytes(65), false);
        bool[] memory redeemed = clone.redeemBatch(new Voucher[](1), new bytes[](1), true);
        assertFalse(redeemed[0]);
        assertFalse(clone.isRedeemed(0) || clone.isRedeemed(1));
    }

    function test_AVoucherOfAnotherDomainNameVersionOrTypeIsRefused() public {
        Voucher memory v = gift(1);
        bytes32 content = keccak256(
            abi.encode(
                keccak256(
                    "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64 validFrom,uint64 validUntil,uint32 epoch,uint8 minTier,uint32 maxPerBuyer,bool soulbound)"
                ),
                v
            )
        );
        bytes32 foreignContent = keccak256(abi.encode(keccak256("Voucher(uint256 tokenId)"), v));
        refuses(v, _signedUnder("Lianbo", "1", content), NOT_THE_SIGNER);
        refuses(v, _signedUnder("Lianbo Voucher", "2", content), NOT_THE_SIGNER);
        refuses(v, _signedUnder("Lianbo Voucher", "1", foreignContent), NOT_THE_SIGNER);
        // The same by hand, to show that it is the change that was refused.
        collection.redeem(v, _signedUnder("Lianbo Voucher", "1", content));
    }

    function test_APersonalSignatureOfTheDigestIsRefused() public {
        Voucher memory v = gift(1);
        bytes32 personal = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", collection.voucherDigest(v)));
        refuses(v, signature(signerKey, personal), NOT_THE_SIGNER);
    }

    function testFuzz_NothingInAVoucherCanBeChanged(Voucher memory v, uint256 salt) public {
        v.validFrom = uint64(bound(v.validFrom, 0, NOW));
        v.validUntil = uint64(bound(v.validUntil, NOW, type(uint64).max));
        v.epoch = 0;
        bytes memory sig = signed(v);

        Voucher memory changed = _copy(v);
        changed.tokenId = _other(v.tokenId, salt);
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.recipient = address(uint160(_other(uint160(v.recipient), salt % type(uint160).max)));
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.currency = address(uint160(_other(uint160(v.currency), salt % type(uint160).max)));
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.price = _other(v.price, salt);
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.validFrom = v.validFrom == 0 ? 1 : v.validFrom - 1;
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.validUntil = v.validUntil == NOW ? NOW + 1 : v.validUntil - 1;
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.minTier = uint8(_other(v.minTier, salt % type(uint8).max));
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.maxPerBuyer = uint32(_other(v.maxPerBuyer, salt % type(uint32).max));
        refuses(changed, sig, NOT_THE_SIGNER);
        changed = _copy(v);
        changed.soulbound = !v.soulbound;
        refuses(changed, sig, NOT_THE_SIGNER);
        // Moving it into the current epoch is a change as well.
        vm.prank(owner);
        collection.cancelEpoch();
        changed = _copy(v);
        changed.epoch = 1;
        refuses(changed, sig, NOT_THE_SIGNER);
    }

    function testFuzz_AnyGoodVoucherIsRedeemedByAnybodyInEitherEncoding(
        uint256 tokenId,
        address to,
        address caller,
        bool compact
    ) public {
        vm.assume(to != address(0) && caller != address(vm));
        recipient = to;
        Voucher memory v = gift(tokenId);
        bytes memory sig = compact ? signedCompactly(v) : signed(v);
        vm.prank(caller);
        collection.redeem(v, sig);
        assertEq(collection.ownerOf(tokenId), to);
        refuses(v, sig, alreadyRedeemed(tokenId));
    }

    /// @dev Neither a forwarder's suffix nor a batch of calls stands between the caller and the one who pays.
    function test_HasNeitherAForwarderNorABatchThatCouldReuseOnePayment() public {
        Voucher memory v = sale(1, 1 ether);
        bytes memory call = abi.encodeCall(collection.redeem, (v, signed(v)));
        bytes[] memory twice = new bytes[](2);
        (twice[0], twice[1]) = (call, call);

        vm.startPrank(stranger);
        (bool success,) = address(collection).call{value: 1 ether}(abi.encodeWithSignature("multicall(bytes[])", twice));
        assertFalse(success);
        // As ERC-2771 would append the sender that it means.
        (success,) = address(collection).call{value: 1 ether}(bytes.concat(call, bytes20(buyer)));
        assertTrue(success);
        assertEq(stranger.balance, 99 ether);
        assertEq(buyer.balance, 100 ether);
    }

    function _signedUnder(string memory domainName, string memory version, bytes32 content)
        private
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(domainName)),
                keccak256(bytes(version)),
                block.chainid,
                address(collection)
            )
        );
        return signature(signerKey, keccak256(abi.encodePacked(hex"1901", domain, content)));
    }

    function _copy(Voucher memory v) private pure returns (Voucher memory) {
        return abi.decode(abi.encode(v), (Voucher));
    }

    function _other(uint256 value, uint256 salt) private pure returns (uint256) {
        return salt == value ? value ^ 1 : salt;
    }
}
