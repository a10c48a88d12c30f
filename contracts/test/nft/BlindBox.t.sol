// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../../src/common/DrawBlock.sol";
import {Payments} from "../../src/common/Payments.sol";
import {BlindBox} from "../../src/nft/BlindBox.sol";
import {IPrizeMinter} from "../../src/nft/IPrizeMinter.sol";
import {IRandomnessProvider} from "../../src/nft/IRandomnessProvider.sol";
import {BlindBoxFixture} from "../support/BlindBoxFixture.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {PlainShuffle} from "../support/PlainShuffle.sol";
import {ScriptedProvider} from "../support/ScriptedProvider.sol";

/// @notice A sale from its terms to its prizes, and every edge on the way.
contract BlindBoxTest is BlindBoxFixture {
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;
    address private constant SYSTEM = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

    // --- Terms ---

    function test_ASaleIsItsTermsForGood() external {
        BlindBox.Sale memory sale = terms();
        bytes32 expected = keccak256(abi.encode(vm.getChainId(), address(box), sale));
        vm.expectEmit(address(box));
        emit BlindBox.SaleCreated(expected, seller, sale);
        bytes32 saleId = create(sale);

        assertEq(saleId, expected);
        assertEq(box.saleIdOf(sale), expected);
        assertEq(abi.encode(box.termsOf(saleId)), abi.encode(sale));
        assertEq(address(box).balance, BOND);
        BlindBox.Progress memory progress = box.progressOf(saleId);
        assertEq(progress.accumulator, saleId, "the entropy of one sale is worth nothing in another");
        assertEq(progress.sold, 0);
        assertEq(progress.drawBlock, 0);
    }

    function test_RefusesTermsThatCannotBeKept() external {
        BlindBox.Sale memory sale = terms();
        sale.supply = 0;
        _refuses(sale, abi.encodeWithSelector(BlindBox.NoSupply.selector));
        sale = terms();
        sale.seedCommitment = 0;
        _refuses(sale, abi.encodeWithSelector(BlindBox.ZeroHash.selector));
        sale = terms();
        sale.prizeRoot = 0;
        _refuses(sale, abi.encodeWithSelector(BlindBox.ZeroHash.selector));
        sale = terms();
        sale.closesAt = OPENS - 1;
        _refuses(sale, abi.encodeWithSelector(BlindBox.WrongTimes.selector));
        sale = terms();
        sale.revealBy = CLOSES;
        _refuses(sale, abi.encodeWithSelector(BlindBox.WrongTimes.selector));
        sale = terms();
        sale.minter = IPrizeMinter(alice);
        _refuses(sale, abi.encodeWithSelector(BlindBox.NoContract.selector, alice));
        sale = terms();
        sale.currency = alice;
        vm.expectRevert(abi.encodeWithSelector(BlindBox.NoContract.selector, alice));
        vm.prank(seller);
        box.create(sale);
        sale = terms();
        sale.provider = IRandomnessProvider(alice);
        _refuses(sale, abi.encodeWithSelector(BlindBox.NoContract.selector, alice));
        vm.warp(CLOSES + 1);
        _refuses(terms(), abi.encodeWithSelector(BlindBox.WrongTimes.selector));
    }

    function test_NobodyCreatesASaleForAnother() external {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.NotTheSeller.selector, seller));
        box.create{value: BOND}(terms());
    }

    function test_ASellerUsesASeedOnce() external {
        create(terms());
        BlindBox.Sale memory again = terms();
        _refuses(again, abi.encodeWithSelector(BlindBox.SeedUsed.selector, again.seedCommitment));
        again.supply = 5;
        _refuses(again, abi.encodeWithSelector(BlindBox.SeedUsed.selector, again.seedCommitment));

        // Whoever copies the commitment takes nothing from the seller, and has nothing to reveal.
        again.seller = alice;
        assertNotEq(create(again), box.saleIdOf(terms()));
    }

    function test_TheBondIsPaidExactly() external {
        BlindBox.Sale memory sale = terms();
        for (uint256 i; i < 3; ++i) {
            uint256 value = i == 0 ? 0 : i == 1 ? BOND - 1 : BOND + 1;
            vm.prank(seller);
            vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, BOND, value));
            box.create{value: value}(sale);
        }
        sale.currency = address(token);
        create(sale);
        assertEq(token.balanceOf(address(box)), BOND);
    }

    function test_AnUnknownSaleIsRefusedEverywhere() external {
        bytes32 no = "no sale";
        bytes memory refusal = abi.encodeWithSelector(BlindBox.UnknownSale.selector, no);
        bytes[] memory calls = new bytes[](13);
        calls[0] = abi.encodeCall(BlindBox.buy, (no, 1, ""));
        calls[1] = abi.encodeCall(BlindBox.close, (no));
        calls[2] = abi.encodeCall(BlindBox.capture, (no));
        calls[3] = abi.encodeCall(BlindBox.redraw, (no));
        calls[4] = abi.encodeCall(BlindBox.reveal, (no, SEED));
        calls[5] = abi.encodeCall(BlindBox.claim, (no, 0, 0, 0, new bytes32[](0)));
        calls[6] = abi.encodeCall(BlindBox.collect, (no));
        calls[7] = abi.encodeCall(BlindBox.refund, (no, new uint256[](0)));
        calls[8] = abi.encodeCall(BlindBox.request, (no));
        calls[9] = abi.encodeCall(BlindBox.termsOf, (no));
        calls[10] = abi.encodeCall(BlindBox.progressOf, (no));
        calls[11] = abi.encodeCall(BlindBox.ownerOf, (no, 0));
        calls[12] = abi.encodeCall(BlindBox.positionOf, (no, 0));
        for (uint256 i; i < calls.length; ++i) {
            (bool success, bytes memory answer) = address(box).call(calls[i]);
            assertFalse(success);
            assertEq(answer, refusal);
        }
    }

    // --- The sale ---

    function test_BoxesHaveConsecutiveNumbersAndOwners() external {
        bytes32 saleId = openSale();
        vm.expectEmit(address(box));
        emit BlindBox.Bought(saleId, alice, 0, 0, 4, "alice");
        buy(saleId, alice, 4, "alice");
        vm.expectEmit(address(box));
        emit BlindBox.Bought(saleId, bob, 1, 4, 5, "bob");
        buy(saleId, bob, 5, "bob");

        for (uint256 i; i < 9; ++i) {
            assertEq(box.ownerOf(saleId, i), i < 4 ? alice : bob);
            assertEq(box.purchaseWith(saleId, i), i < 4 ? 0 : 1);
        }
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 9));
        box.ownerOf(saleId, 9);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 9));
        box.purchaseWith(saleId, 9);
        assertEq(abi.encode(box.purchaseOf(saleId, 1)), abi.encode(BlindBox.Purchase(bob, 4, 5, false)));
        assertEq(box.purchaseOf(saleId, 2).quantity, 0);
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_TheOwnerIsFoundAmongManyPurchases(uint256 seed) external {
        BlindBox.Sale memory sale = terms();
        sale.supply = 200;
        bytes32 saleId = openSale(sale);
        address[] memory owners = new address[](200);
        uint256 sold;
        while (sold < 200) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 quantity = bound(seed, 1, 200 - sold > 20 ? 20 : 200 - sold);
            address buyer = seed % 3 == 0 ? alice : bob;
            // At most 20.
            // forge-lint: disable-next-line(unsafe-typecast)
            buy(saleId, buyer, uint32(quantity));
            for (uint256 i; i < quantity; ++i) {
                owners[sold++] = buyer;
            }
        }
        for (uint256 i; i < 200; ++i) {
            assertEq(box.ownerOf(saleId, i), owners[i]);
        }
    }

    function test_EveryPurchaseChangesTheAccumulator() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 4, "first");
        bytes32 expected = keccak256(abi.encode(saleId, alice, 4, word("first")));
        assertEq(box.progressOf(saleId).accumulator, expected);
        buy(saleId, bob, 2, "second");
        expected = keccak256(abi.encode(expected, bob, 2, word("second")));
        assertEq(box.progressOf(saleId).accumulator, expected);
    }

    function test_OpensAndClosesOnTheSecond() external {
        bytes32 saleId = create(terms());
        vm.warp(OPENS - 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.NotOpenYet.selector, OPENS));
        box.buy{value: PRICE}(saleId, 1, "");
        vm.warp(OPENS);
        buy(saleId, alice, 1);
        vm.warp(CLOSES);
        buy(saleId, alice, 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.StillOpen.selector, CLOSES));
        box.close(saleId);
        vm.warp(CLOSES + 1);
        vm.prank(alice);
        vm.expectRevert(BlindBox.SaleClosed.selector);
        box.buy{value: PRICE}(saleId, 1, "");
        box.close(saleId);
        vm.expectRevert(BlindBox.SaleClosed.selector);
        box.close(saleId);
    }

    function test_SellsNoMoreThanThereAreAndNoFewerThanOne() external {
        bytes32 saleId = openSale();
        _refusesToSell(saleId, 0, abi.encodeWithSelector(BlindBox.WrongQuantity.selector, 0, 10));
        _refusesToSell(saleId, 11, abi.encodeWithSelector(BlindBox.WrongQuantity.selector, 11, 10));
        buy(saleId, bob, 9);
        _refusesToSell(saleId, 2, abi.encodeWithSelector(BlindBox.WrongQuantity.selector, 2, 1));
        buy(saleId, bob, 1);
        _refusesToSell(saleId, 1, abi.encodeWithSelector(BlindBox.SaleClosed.selector));
    }

    function test_TheLastBoxClosesTheSale() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 9, "a");
        assertEq(box.progressOf(saleId).drawBlock, 0);
        bytes32 accumulator = keccak256(abi.encode(box.progressOf(saleId).accumulator, bob, 1, word("b")));
        vm.expectEmit(address(box));
        emit BlindBox.Closed(saleId, 10, accumulator, START_BLOCK + 16);
        buy(saleId, bob, 1, "b");
        assertEq(box.progressOf(saleId).drawBlock, START_BLOCK + 16);
        vm.warp(CLOSES + 1);
        vm.expectRevert(BlindBox.SaleClosed.selector);
        box.close(saleId);
    }

    function test_ALimitHoldsForEachBuyerAndSale() external {
        BlindBox.Sale memory sale = terms();
        sale.maxPerBuyer = 3;
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 2);
        bytes memory refusal = abi.encodeWithSelector(BlindBox.BuyerLimitReached.selector, alice, 3);
        _refusesToSell(saleId, 2, refusal);
        buy(saleId, alice, 1);
        _refusesToSell(saleId, 1, refusal);
        buy(saleId, bob, 3);

        sale.seedCommitment = "another";
        buy(create(sale), alice, 3);
    }

    function test_ThePriceIsPaidExactly() external {
        bytes32 saleId = openSale();
        for (uint256 i; i < 4; ++i) {
            uint256 value = [0, 3 * uint256(PRICE) - 1, 3 * uint256(PRICE) + 1, 4 * uint256(PRICE)][i];
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, 3 * uint256(PRICE), value));
            box.buy{value: value}(saleId, 3, "");
        }
        buy(saleId, alice, 3);
        assertEq(address(box).balance, BOND + 3 * uint256(PRICE));
    }

    function test_AGiveawayCostsNothing() external {
        BlindBox.Sale memory sale = terms();
        (sale.price, sale.currency) = (0, address(token));
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 10);
        assertEq(token.balanceOf(alice), 1_000 ether);
        revealed(saleId);
        claim(saleId, 0);
        assertEq(minter.total(), 1);
    }

    // --- The draw ---

    function test_TheHashIsThatOfTheBlockNamedWhenTheSaleClosed() external {
        bytes32 saleId = soldOut();
        uint256 drawBlock = START_BLOCK + 16;
        rollTo(drawBlock);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, drawBlock + 1));
        box.capture(saleId);
        rollTo(drawBlock + 1);
        setBlockHash(drawBlock, "the hash");
        vm.expectEmit(address(box));
        emit BlindBox.Captured(saleId, drawBlock, "the hash");
        vm.prank(relayer);
        box.capture(saleId);

        // For good, whatever is called again.
        setBlockHash(drawBlock, "another");
        box.capture(saleId);
        assertEq(box.progressOf(saleId).beacon, word("the hash"));
        rollTo(drawBlock + 32);
        bytes32 accumulator = box.progressOf(saleId).accumulator;
        bytes32 randomness = keccak256(abi.encode(SEED, accumulator, word("the hash")));
        vm.expectEmit(address(box));
        emit BlindBox.Revealed(saleId, SEED, accumulator, "the hash", randomness);
        box.reveal(saleId, SEED);
        assertEq(box.progressOf(saleId).randomness, randomness);
    }

    function test_RevealingCapturesWhatNobodyDid() external {
        bytes32 saleId = soldOut();
        uint256 drawBlock = START_BLOCK + 16;
        rollTo(drawBlock + 32);
        setBlockHash(drawBlock, "the hash");
        vm.expectEmit(address(box));
        emit BlindBox.Captured(saleId, drawBlock, "the hash");
        box.reveal(saleId, SEED);
        assertEq(box.progressOf(saleId).beacon, word("the hash"));
    }

    function test_NothingIsDrawnBeforeTheSaleIsClosed() external {
        bytes32 saleId = openSale();
        buy(saleId, alice, 3);
        vm.expectRevert(BlindBox.NotClosed.selector);
        box.capture(saleId);
        vm.expectRevert(BlindBox.NotClosed.selector);
        box.redraw(saleId);
        vm.expectRevert(BlindBox.NotClosed.selector);
        box.reveal(saleId, SEED);
        vm.expectRevert(BlindBox.NotRevealed.selector);
        box.positionOf(saleId, 0);
        vm.expectRevert(BlindBox.NotRevealed.selector);
        box.claim(saleId, 0, 0, 0, new bytes32[](0));
    }

    function test_TheSeedIsRevealedWhenTheBlockCannotBeReplacedAnyMore() external {
        bytes32 saleId = soldOut();
        uint256 drawBlock = START_BLOCK + 16;
        rollTo(drawBlock + 31);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, drawBlock + 32));
        box.reveal(saleId, SEED);
        rollTo(drawBlock + 32);
        box.reveal(saleId, SEED);
        vm.expectRevert(BlindBox.AlreadyRevealed.selector);
        box.reveal(saleId, SEED);
    }

    function test_TheSeedIsRevealedInTime() external {
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 60);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.RevealTooLate.selector, REVEAL_BY));
        box.reveal(saleId, SEED);
        vm.warp(REVEAL_BY);
        box.reveal(saleId, SEED);
        vm.warp(REVEAL_BY + 1);
        assertFalse(box.isRefundable(saleId));
    }

    function testFuzz_NoOtherSeedFits(bytes32 seed) external {
        vm.assume(seed != SEED);
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 60);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.WrongSeed.selector, keccak256(abi.encode(SEED))));
        box.reveal(saleId, seed);
    }

    /// @dev 256 blocks on a chain without EIP-2935.
    function test_AHashThatNobodyCapturedIsGoneAndAnotherBlockIsNamed() external {
        bytes32 saleId = soldOut();
        uint256 drawBlock = START_BLOCK + 16;
        rollTo(drawBlock);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.BlockHashAvailable.selector, drawBlock));
        box.redraw(saleId);
        rollTo(drawBlock + 256);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.BlockHashAvailable.selector, drawBlock));
        box.redraw(saleId);

        rollTo(drawBlock + 257);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.BlockHashGone.selector, drawBlock));
        box.capture(saleId);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.BlockHashGone.selector, drawBlock));
        box.reveal(saleId, SEED);
        vm.expectEmit(address(box));
        emit BlindBox.DrawBlockMissed(saleId, drawBlock, drawBlock + 257 + 16);
        vm.prank(relayer);
        box.redraw(saleId);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.BlockHashAvailable.selector, drawBlock + 273));
        box.redraw(saleId);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, drawBlock + 273 + 32));
        box.reveal(saleId, SEED);
        revealed(saleId);
        claim(saleId, 3);
    }

    function test_ACapturedHashIsNeverReplaced() external {
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 17);
        box.capture(saleId);
        bytes32 beacon = box.progressOf(saleId).beacon;
        rollTo(START_BLOCK + 20_000);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.BlockHashAvailable.selector, START_BLOCK + 16));
        box.redraw(saleId);
        box.reveal(saleId, SEED);
        assertEq(box.progressOf(saleId).beacon, beacon);
    }

    function test_AfterTheLastSecondNoOtherBlockIsNamed() external {
        bytes32 saleId = soldOut();
        rollTo(START_BLOCK + 300);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.RevealTooLate.selector, REVEAL_BY));
        box.redraw(saleId);
        vm.warp(REVEAL_BY);
        box.redraw(saleId);
    }

    /// @dev With the history contract, whose code is that of EIP-2935, a hash can be had for 8,191 blocks.
    function test_WithTheHistoryContractAHashLastsLonger() external {
        vm.etch(
            HISTORY,
            hex"3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500"
        );
        bytes32 saleId = soldOut();
        uint256 drawBlock = START_BLOCK + 16;
        rollTo(drawBlock + 1);
        vm.prank(SYSTEM);
        (bool kept,) = HISTORY.call(abi.encode(word("the old hash")));
        assertTrue(kept);

        rollTo(drawBlock + 8191);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.BlockHashAvailable.selector, drawBlock));
        box.redraw(saleId);
        uint256 now_ = vm.snapshotState();
        rollTo(drawBlock + 8192);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.BlockHashGone.selector, drawBlock));
        box.capture(saleId);
        box.redraw(saleId);
        vm.revertToState(now_);
        rollTo(drawBlock + 8191);
        box.capture(saleId);
        assertEq(box.progressOf(saleId).beacon, word("the old hash"));
    }

    function test_AProviderTakesTheBlocksPlace() external {
        ScriptedProvider provider = new ScriptedProvider(address(box));
        BlindBox.Sale memory sale = terms();
        sale.provider = provider;
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 3);
        vm.expectRevert(BlindBox.NotClosed.selector);
        box.request(saleId);
        buy(saleId, alice, 7);

        provider.answer(saleId, "a word too early");
        vm.expectRevert(BlindBox.WrongRequest.selector);
        box.capture(saleId);
        provider.answer(saleId, 0);
        vm.expectEmit(address(box));
        emit BlindBox.RandomnessRequested(saleId, provider);
        vm.prank(relayer);
        box.request(saleId);
        vm.expectRevert(BlindBox.WrongRequest.selector);
        box.request(saleId);
        assertEq(provider.requests(saleId), 1);
        vm.expectRevert(BlindBox.RandomnessPending.selector);
        box.capture(saleId);
        vm.expectRevert(BlindBox.WrongBeacon.selector);
        box.redraw(saleId);

        provider.answer(saleId, "the word");
        box.capture(saleId);
        provider.answer(saleId, "another word");
        bytes32 accumulator = box.progressOf(saleId).accumulator;
        assertEq(revealed(saleId), keccak256(abi.encode(SEED, accumulator, word("the word"))));
    }

    function test_ASaleWithoutAProviderAsksNone() external {
        bytes32 saleId = soldOut();
        vm.expectRevert(BlindBox.WrongBeacon.selector);
        box.request(saleId);
    }

    // --- Prizes ---

    function test_EveryBoxHasItsPrizeAndNoPrizeTwoBoxes() external {
        bytes32 saleId = soldOut();
        bytes32 randomness = revealed(saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            uint256 position = PlainShuffle.permute(randomness, SUPPLY, i);
            assertEq(box.positionOf(saleId, i), position);
            assertFalse(box.isClaimed(saleId, i));
            vm.expectEmit(address(box));
            emit BlindBox.Claimed(saleId, i, box.ownerOf(saleId, i), position, prizeAt(position));
            claim(saleId, i);
            assertTrue(box.isClaimed(saleId, i));
            assertEq(minter.holder(prizeAt(position)), i < 4 || i == 9 ? alice : bob);
        }
        assertEq(minter.total(), SUPPLY);
        assertEq(minter.lastSale(), saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            assertEq(minter.deliveries(prizeAt(i)), 1);
        }
    }

    function test_WhatNobodyBoughtIsTheSellers() external {
        bytes32 saleId = overAndClosed();
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 7));
        box.ownerOf(saleId, 7);
        revealed(saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            claim(saleId, i);
        }
        assertEq(box.ownerOf(saleId, 9), seller);
        assertEq(minter.holder(prizeAt(box.positionOf(saleId, 9))), seller);
        assertEq(minter.total(), SUPPLY);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 10));
        box.ownerOf(saleId, 10);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 10));
        box.positionOf(saleId, 10);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownBox.selector, 10));
        box.claim(saleId, 10, 0, 0, new bytes32[](0));
    }

    function test_ASaleOfOneBox() external {
        BlindBox.Sale memory sale = terms();
        (sale.supply, sale.prizeRoot) = (1, leaf(0, prizeAt(0)));
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, 1);
        revealed(saleId);
        claim(saleId, 0);
        assertEq(minter.holder(prizeAt(0)), alice);
    }

    function test_TheLargestSale() external {
        BlindBox.Sale memory sale = terms();
        (sale.supply, sale.price, sale.prizeRoot) = (type(uint32).max, 0, "unknown");
        bytes32 saleId = openSale(sale);
        buy(saleId, alice, type(uint32).max - 1);
        buy(saleId, bob, 1);
        bytes32 randomness = revealed(saleId);
        uint256 last = type(uint32).max - 1;
        assertEq(box.ownerOf(saleId, last), bob);
        assertEq(box.positionOf(saleId, last), PlainShuffle.permute(randomness, type(uint32).max, last));
    }

    // --- Helpers ---

    function _refuses(BlindBox.Sale memory sale, bytes memory refusal) private {
        vm.expectRevert(refusal);
        vm.prank(sale.seller);
        box.create{value: sale.bond}(sale);
    }

    function _refusesToSell(bytes32 saleId, uint32 quantity, bytes memory refusal) private {
        vm.prank(alice);
        vm.expectRevert(refusal);
        box.buy{value: uint256(PRICE) * quantity}(saleId, quantity, "");
    }
}
