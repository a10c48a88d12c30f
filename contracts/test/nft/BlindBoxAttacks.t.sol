// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../../src/common/DrawBlock.sol";
import {BlindBox} from "../../src/nft/BlindBox.sol";
import {BlindBoxFixture} from "../support/BlindBoxFixture.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {PlainShuffle} from "../support/PlainShuffle.sol";
import {PrizeRecorder} from "../support/PrizeRecorder.sol";
import {RerollingBuyer} from "../support/RerollingBuyer.sol";

/// @notice Each way in which draws elsewhere were bent, tried on this one.
contract BlindBoxAttacksTest is BlindBoxFixture {
    // --- Who knows what, and when ---

    /// @dev The seed alone says nothing: the same seed and purchases draw otherwise under another block hash.
    function testFuzz_TheSellerAloneDoesNotFixTheDraw(bytes32 one_, bytes32 other) external {
        vm.assume(one_ != other && one_ != 0 && other != 0);
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 48);
        uint256 before = vm.snapshotState();
        setBlockHash(START_BLOCK + 16, one_);
        bytes32 first = revealed(saleId);
        vm.revertToState(before);
        setBlockHash(START_BLOCK + 16, other);
        assertNotEq(revealed(saleId), first);
    }

    /// @dev Nor the block hash: every buyer's entropy is in the draw.
    function testFuzz_EveryBuyersEntropyIsInTheDraw(bytes32 one_, bytes32 other) external {
        vm.assume(one_ != other);
        bytes32 saleId = openSale();
        uint256 before = vm.snapshotState();
        buy(saleId, alice, 4, one_);
        buy(saleId, bob, 6, "");
        bytes32 first = revealed(saleId);
        vm.revertToState(before);
        rollTo(START_BLOCK);
        buy(saleId, alice, 4, other);
        buy(saleId, bob, 6, "");
        assertNotEq(revealed(saleId), first);
    }

    /// @dev Of two buyers with the same entropy, who came first matters, and who bought how much.
    function test_TheOrderOfPurchasesIsInTheDraw() external {
        bytes32 saleId = openSale();
        uint256 before = vm.snapshotState();
        buy(saleId, alice, 1, "same");
        buy(saleId, bob, 2, "same");
        bytes32 first = box.progressOf(saleId).accumulator;
        vm.revertToState(before);
        buy(saleId, bob, 2, "same");
        buy(saleId, alice, 1, "same");
        assertNotEq(box.progressOf(saleId).accumulator, first);
        vm.revertToState(before);
        buy(saleId, alice, 2, "same");
        buy(saleId, bob, 1, "same");
        assertNotEq(box.progressOf(saleId).accumulator, first);
    }

    /// @dev The last buyer, who knows the accumulator before, finds out nothing whatever it tries: the draw needs a seed that it
    /// does not know and a block that does not exist.
    function test_TheLastBuyerHasNothingToGrindFor() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 9);
        uint256 before = vm.snapshotState();
        for (uint256 i; i < 20; ++i) {
            buy(saleId, bob, 1, bytes32(i));
            vm.expectRevert(BlindBox.NotRevealed.selector);
            box.positionOf(saleId, 9);
            assertGt(box.progressOf(saleId).drawBlock, height, "the block is yet to come");
            vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, START_BLOCK + 17));
            box.capture(saleId);
            vm.revertToState(before);
        }
    }

    /// @dev Meebits' buyers undid what they did not like. Here nothing can be seen that one could dislike.
    function test_AContractBuyerCannotRerollByReverting() external {
        RerollingBuyer buyer = new RerollingBuyer();
        vm.deal(address(this), 1 ether);
        bytes32 saleId = openSale();
        for (uint256 i; i < 10; ++i) {
            assertFalse(buyer.buyOrRevert{value: PRICE}(box, saleId, 0));
        }
        assertEq(box.progressOf(saleId).sold, 10);
    }

    /// @dev The same from an account of a key that runs code by EIP-7702: it is its own origin and its own caller.
    function test_AnEip7702AccountCannotRerollEither() external {
        bytes32 saleId = openSale();
        vm.etch(alice, abi.encodePacked(hex"ef0100", address(new RerollingBuyer())));
        vm.prank(alice, alice);
        assertFalse(RerollingBuyer(alice).buyOrRevert{value: PRICE}(box, saleId, 0));
        assertEq(box.ownerOf(saleId, 0), alice);
    }

    /// @dev A purchase in the block that closes the sale, or in one before the block that counts, comes too late or too early.
    function test_NobodyBuysOnceTheBlockIsNamed() external {
        bytes32 saleId = overAndClosed();
        vm.warp(CLOSES);
        vm.prank(alice);
        vm.expectRevert(BlindBox.SaleClosed.selector);
        box.buy{value: PRICE}(saleId, 1, "");
    }

    /// @dev Whoever closes names a block, but only a fixed distance away and only once.
    function test_TheCallerPicksNoBlockThatExists() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 1);
        vm.warp(CLOSES + 1);
        for (uint256 i; i < 5; ++i) {
            rollTo(START_BLOCK + i);
            uint256 before = vm.snapshotState();
            box.close(saleId);
            assertEq(box.progressOf(saleId).drawBlock, START_BLOCK + i + box.DRAW_DELAY());
            vm.expectRevert(BlindBox.SaleClosed.selector);
            box.close(saleId);
            vm.revertToState(before);
        }
    }

    /// @dev Who withholds the seed because it dislikes the draw pays for it.
    function test_WithholdingTheSeedCostsProceedsAndBond() external {
        uint256 before = seller.balance;
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 17);
        box.capture(saleId);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.RevealTooLate.selector, REVEAL_BY));
        vm.prank(seller);
        box.reveal(saleId, SEED);
        for (uint256 i; i < 3; ++i) {
            refund(saleId, i);
        }
        assertEq(before - seller.balance, BOND);
        assertEq(alice.balance + bob.balance, 2_000 ether + BOND);
        vm.expectRevert(BlindBox.NotRevealed.selector);
        box.claim(saleId, 0, 0, prizeAt(0), new bytes32[](0));
    }

    // --- Prizes ---

    function test_NoBoxIsOpenedTwice() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        claim(saleId, 4);
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, 4);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.AlreadyClaimed.selector, 4));
        box.claim(saleId, 4, purchase, prizeId, proof);
        assertEq(minter.total(), 1);
    }

    function test_NoPrizeOfAnotherPositionIsHandedOut() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        uint256 position = box.positionOf(saleId, 0);
        bytes32[] memory nodes = leaves(SUPPLY);
        for (uint256 other; other < SUPPLY; ++other) {
            if (other == position) continue;
            bytes32[] memory proof = MerkleTree.proof(nodes, other);
            vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPrize.selector, 0, position, prizeAt(other)));
            box.claim(saleId, 0, 0, prizeAt(other), proof);
        }
        claim(saleId, 0);
    }

    function testFuzz_NoInventedPrizeIsHandedOut(uint256 prizeId, bytes32[] calldata proof) external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        uint256 position = box.positionOf(saleId, 0);
        vm.assume(prizeId != prizeAt(position));
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPrize.selector, 0, position, prizeId));
        box.claim(saleId, 0, 0, prizeId, proof);
    }

    /// @dev A leaf of 64 bytes hashed once would be what an inner node is. An issuer that chose prize ids to look like hashes could
    /// then hand out prizes that its list does not show.
    function test_AnInnerNodeIsNoLeaf() external {
        BlindBox.Sale memory sale = terms();
        sale.supply = 2;
        // A tree in which, hashed once, the pair (position 0, prize 5) would be a leaf.
        bytes32 once = keccak256(abi.encode(uint256(0), uint256(5)));
        sale.prizeRoot = MerkleTree.pair(once, leaf(1, prizeAt(1)));
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 2);
        revealed(saleId);
        uint256 number = box.positionOf(saleId, 0) == 0 ? 0 : 1;
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaf(1, prizeAt(1));
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPrize.selector, number, 0, 5));
        box.claim(saleId, number, 0, 5, proof);
        // The root's own children as a leaf.
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPrize.selector, number, 0, uint256(once)));
        box.claim(saleId, number, 0, uint256(once), new bytes32[](0));
    }

    /// @dev Even where a dishonest list has two prizes at one position, the box gets one of them.
    function test_ADoubledPositionGivesOnePrize() external {
        BlindBox.Sale memory sale = terms();
        sale.supply = 1;
        sale.prizeRoot = MerkleTree.pair(leaf(0, 1), leaf(0, 2));
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 1);
        revealed(saleId);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaf(0, 2);
        box.claim(saleId, 0, 0, 1, proof);
        proof[0] = leaf(0, 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.AlreadyClaimed.selector, 0));
        box.claim(saleId, 0, 0, 2, proof);
    }

    function test_APrizeGoesToTheBuyerWhoeverClaims() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, 2);
        vm.prank(bob);
        box.claim(saleId, 2, purchase, prizeId, proof);
        assertEq(minter.holder(prizeId), alice);
    }

    function test_ABoxOfAnotherPurchaseIsNotClaimedByIt() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        (, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, 4);
        uint256[4] memory others = [uint256(0), 2, 3, type(uint256).max];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongPurchase.selector, others[i]));
            box.claim(saleId, 4, others[i], prizeId, proof);
        }
    }

    function test_AMinterThatRefusesLosesNoPrizeAndHoldsUpNobody() external {
        bytes32 saleId = soldOut();
        revealed(saleId);
        minter.setRefuses(true);
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, 4);
        vm.expectRevert(PrizeRecorder.OutOfStock.selector);
        box.claim(saleId, 4, purchase, prizeId, proof);
        assertFalse(box.isClaimed(saleId, 4));
        box.collect(saleId);
        minter.setRefuses(false);
        claim(saleId, 5);
        claim(saleId, 4);
        assertEq(minter.total(), 2);
    }

    /// @dev A claim of one sale is worth nothing in another with the same list.
    function test_SalesDoNotMix() external {
        bytes32 saleId = soldOut();
        BlindBox.Sale memory sale = terms();
        sale.seedCommitment = keccak256(abi.encode(word("another")));
        bytes32 other = openSale(sale);
        buy(other, alice, 10);
        rollTo(START_BLOCK + 60);
        box.reveal(saleId, SEED);
        vm.expectRevert(BlindBox.NotRevealed.selector);
        box.claim(other, 0, 0, 0, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongSeed.selector, sale.seedCommitment));
        box.reveal(other, SEED);
        box.reveal(other, "another");
        assertNotEq(box.progressOf(other).randomness, box.progressOf(saleId).randomness);
        claim(saleId, 0);
        assertFalse(box.isClaimed(other, 0));
    }

    /// @dev What is known of the draw is all that decides it.
    function test_TheDrawIsTheShuffleOfTheRandomness() external {
        bytes32 saleId = overAndClosed();
        bytes32 randomness = revealed(saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            assertEq(box.positionOf(saleId, i), PlainShuffle.permute(randomness, SUPPLY, i));
        }
    }
}
