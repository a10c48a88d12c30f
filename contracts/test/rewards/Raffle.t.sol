// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../../src/common/DrawBlock.sol";
import {Payments} from "../../src/common/Payments.sol";
import {Raffle} from "../../src/rewards/Raffle.sol";
import {HeapTree} from "../support/HeapTree.sol";
import {HostileRecipient} from "../support/HostileRecipient.sol";
import {PlainShuffle} from "../support/PlainShuffle.sol";
import {RaffleFixture} from "../support/RaffleFixture.sol";

/// @notice Terms that never change, entrants who are there once, a draw that nobody decides and nobody can stop.
contract RaffleTest is RaffleFixture {
    bytes3 private constant JPY = "JPY";
    bytes32 private constant NONE = "none";

    // --- Terms ---

    function test_ARaffleIsNamedByItsTermsAndPrizesAndHoldsBondAndMoney() external {
        bytes32 expected = keccak256(abi.encode(block.chainid, address(raffle), terms(), prizes()));
        assertEq(raffle.raffleIdOf(terms(), prizes()), expected);
        vm.expectEmit(address(raffle));
        emit Raffle.RaffleCreated(expected, organiser, terms(), prizes());
        assertEq(create(), expected);
        assertEq(address(raffle).balance, BOND + POT);
        Raffle.Progress memory progress = raffle.progressOf(expected);
        assertEq(progress.places, 5);
        assertEq(progress.entries, 0);
    }

    function test_APrizeAboveTheCapIsRefusedAndOneAtTheCapIsNot() external {
        Raffle.Prize[] memory list = prizes();
        list[1].value = CAP + 1;
        vm.expectRevert(abi.encodeWithSelector(Raffle.AbovePrizeCap.selector, 1, CAP + 1, CAP));
        _create(terms(), list);
        list[1].value = CAP;
        _create(terms(), list);
        assertEq(raffle.prizeCap(), CAP);
        assertEq(bytes32(raffle.valueCurrency()), bytes32(CNY));
    }

    function test_AnotherJurisdictionsCapIsFixedAtDeployment() external {
        Raffle other = Raffle(deployed("Raffle.sol:Raffle", abi.encode(JPY, uint64(200_000))));
        assertEq(other.prizeCap(), 200_000);
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.AbovePrizeCap.selector, 0, CAP, 200_000));
        other.create{value: BOND + POT}(terms(), prizes());
        vm.expectRevert(Raffle.NoCap.selector);
        deployed("Raffle.sol:Raffle", abi.encode(CNY, uint64(0)));
        vm.expectRevert(Raffle.NoCap.selector);
        deployed("Raffle.sol:Raffle", abi.encode(bytes3(0), CAP));
    }

    function test_WhatWouldCheatOrStickIsRefusedAtCreation() external {
        Raffle.Terms memory given = terms();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Raffle.NotTheOrganiser.selector, organiser));
        raffle.create(given, prizes());
        given.secretCommitment = 0;
        _refuses(given, Raffle.ZeroHash.selector);
        given = terms();
        given.maxEntries = 0;
        _refuses(given, Raffle.NoEntries.selector);
        given = terms();
        given.bond = 0;
        _refuses(given, Raffle.NoBond.selector);
        given = terms();
        given.entriesBy = OPENS;
        _refuses(given, Raffle.WrongTimes.selector);
        given = terms();
        given.revealBy = ENTRIES_BY;
        _refuses(given, Raffle.WrongTimes.selector);
        vm.warp(OPENS + 1);
        _refuses(terms(), Raffle.WrongTimes.selector);
        vm.warp(OPENS);
        given = terms();
        given.currency = stranger;
        _refuses(given, Raffle.NoContract.selector);

        _create(terms(), prizes());
        given = terms();
        given.maxEntries = 7;
        _refuses(given, Raffle.SecretUsed.selector);
    }

    function test_APrizeIsMoneyOrGoodsAndOfSomeValue() external {
        Raffle.Prize[] memory list = prizes();
        list[0].goods = GOODS;
        _refusesPrize(list, 0);
        list = prizes();
        list[2].goods = 0;
        _refusesPrize(list, 2);
        list = prizes();
        list[1].value = 0;
        _refusesPrize(list, 1);
        list = prizes();
        list[1].count = 0;
        _refusesPrize(list, 1);
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongKinds.selector, 0));
        _create(terms(), new Raffle.Prize[](0));
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongKinds.selector, 65));
        _create(terms(), new Raffle.Prize[](65));
    }

    function test_TheMoneyMustBeThere() external {
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Payments.WrongPayment.selector, BOND + POT, BOND + POT - 1));
        raffle.create{value: BOND + POT - 1}(terms(), prizes());
    }

    // --- Entrants ---

    function test_EntrantsAreCountedOverBatchesAndTheirRootsKept() external {
        bytes32 raffleId = create();
        vm.warp(OPENS);
        vm.expectEmit(address(raffle));
        emit Raffle.Entered(raffleId, 0, 0, packed(0, 7));
        enter(raffleId, 0, 7);
        vm.expectEmit(address(raffle));
        emit Raffle.Entered(raffleId, 1, 7, packed(7, 8));
        enter(raffleId, 7, 8);
        assertEq(raffle.batchRoot(raffleId, 0), HeapTree.root(leaves(0, 7)));
        assertEq(raffle.batchRoot(raffleId, 1), leaf(7, person(7)));
        bytes32 hash = keccak256(abi.encode(raffleId, raffle.batchRoot(raffleId, 0)));
        assertEq(raffle.progressOf(raffleId).entriesHash, keccak256(abi.encode(hash, raffle.batchRoot(raffleId, 1))));
        assertEq(raffle.progressOf(raffleId).entries, 8);
    }

    function test_AnEntrantTwiceIsRefusedWithinABatchAndAcross() external {
        bytes32 raffleId = create();
        vm.warp(OPENS);
        _refusesEntrants(raffleId, abi.encodePacked(person(1), person(1)), person(1), person(1));
        _refusesEntrants(raffleId, abi.encodePacked(person(2), person(1)), person(2), person(1));
        _refusesEntrants(raffleId, abi.encodePacked(address(0)), address(0), address(0));
        enter(raffleId, 0, 3);
        _refusesEntrants(raffleId, packed(2, 5), person(2), person(2));
        _refusesEntrants(raffleId, packed(0, 3), person(2), person(0));
        enter(raffleId, 3, 5);
        assertEq(raffle.progressOf(raffleId).entries, 5);
    }

    function test_NobodyIsEnteredByStrangersTooEarlyTooLateOrAboveWhatWasSaid() external {
        Raffle.Terms memory given = terms();
        given.maxEntries = 3;
        bytes32 raffleId = create(given);
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.NotOpenYet.selector, OPENS));
        raffle.enter(raffleId, packed(0, 1));
        vm.warp(OPENS);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(Raffle.NotTheOrganiser.selector, organiser));
        raffle.enter(raffleId, packed(0, 1));
        enter(raffleId, 0, 2);
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.TooManyEntries.selector, 4, 3));
        raffle.enter(raffleId, packed(2, 4));
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongLength.selector, 0));
        raffle.enter(raffleId, "");
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongLength.selector, 21));
        raffle.enter(raffleId, new bytes(21));
        vm.warp(ENTRIES_BY);
        enter(raffleId, 2, 3);
        vm.warp(ENTRIES_BY + 1);
        vm.prank(organiser);
        vm.expectRevert(Raffle.EntriesClosed.selector);
        raffle.enter(raffleId, packed(3, 4));
        vm.expectRevert(abi.encodeWithSelector(Raffle.UnknownRaffle.selector, NONE));
        raffle.enter(NONE, packed(3, 4));
    }

    function testFuzz_TheRootIsThatOfThePlainTree(uint256 count) external {
        count = bound(count, 1, 60);
        bytes32 raffleId = entered(count);
        assertEq(raffle.batchRoot(raffleId, 0), HeapTree.root(leaves(0, count)));
    }

    // --- The draw ---

    function test_TheSecretIsRevealedNeitherEarlyNorLate() external {
        bytes32 raffleId = entered(20);
        vm.expectRevert(Raffle.NotClosed.selector);
        raffle.reveal(raffleId, SECRET);
        vm.warp(ENTRIES_BY);
        vm.expectRevert(abi.encodeWithSelector(Raffle.StillOpen.selector, ENTRIES_BY));
        raffle.close(raffleId);
        close(raffleId);
        vm.expectRevert(Raffle.AlreadyClosed.selector);
        raffle.close(raffleId);
        uint256 drawBlock = raffle.progressOf(raffleId).drawBlock;
        assertEq(drawBlock, START_BLOCK + 16);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, drawBlock + 1));
        raffle.capture(raffleId);
        rollTo(drawBlock + 31);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.TooEarly.selector, drawBlock + 32));
        raffle.reveal(raffleId, SECRET);
        rollTo(drawBlock + 32);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(Raffle.RevealTooLate.selector, REVEAL_BY));
        raffle.reveal(raffleId, SECRET);
        vm.warp(REVEAL_BY);
        raffle.reveal(raffleId, SECRET);
        vm.expectRevert(Raffle.AlreadyDrawn.selector);
        raffle.reveal(raffleId, SECRET);
    }

    function test_AnotherSecretIsRefused() external {
        bytes32 raffleId = closed(20);
        rollTo(height + 48);
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongSecret.selector, keccak256(abi.encode(SECRET))));
        raffle.reveal(raffleId, keccak256("another"));
    }

    function test_SecretEntrantsAndBlockDecideTogether() external {
        bytes32 raffleId = closed(20);
        uint256 drawBlock = raffle.progressOf(raffleId).drawBlock;
        rollTo(drawBlock + 1);
        raffle.capture(raffleId);
        raffle.capture(raffleId);
        bytes32 beacon = raffle.progressOf(raffleId).beacon;
        assertEq(beacon, blockhash(drawBlock));
        rollTo(drawBlock + 32);
        bytes32 entriesHash = raffle.progressOf(raffleId).entriesHash;
        bytes32 randomness = keccak256(abi.encode(SECRET, entriesHash, beacon));
        vm.expectEmit(address(raffle));
        emit Raffle.Drawn(raffleId, SECRET, entriesHash, beacon, randomness);
        raffle.reveal(raffleId, SECRET);
        bool[] memory won = new bool[](20);
        for (uint256 place; place < 5; ++place) {
            uint256 entry = raffle.entryAt(raffleId, place);
            assertEq(entry, PlainShuffle.permute(randomness, 20, place));
            assertFalse(won[entry], "drawn without replacement");
            won[entry] = true;
        }
        vm.expectRevert(abi.encodeWithSelector(Raffle.NoSuchPlace.selector, 5));
        raffle.entryAt(raffleId, 5);
    }

    function test_ABlockThatNobodyCapturedIsReplacedForAllToSee() external {
        bytes32 raffleId = closed(20);
        uint256 drawBlock = raffle.progressOf(raffleId).drawBlock;
        vm.expectRevert(abi.encodeWithSelector(Raffle.BlockHashAvailable.selector, drawBlock));
        raffle.redraw(raffleId);
        rollTo(drawBlock + 8_300);
        vm.expectRevert(abi.encodeWithSelector(DrawBlock.BlockHashGone.selector, drawBlock));
        raffle.capture(raffleId);
        vm.expectEmit(address(raffle));
        emit Raffle.DrawBlockMissed(raffleId, drawBlock, height + 16);
        raffle.redraw(raffleId);
        reveal(raffleId);
        assertTrue(raffle.progressOf(raffleId).randomness != 0);
    }

    /// @dev Each of ten entrants is as likely as the others to win the first of three prizes, and to win any: chi-squared with nine degrees
    /// of freedom stays below 27.88, which a fair draw exceeds in one of 1000 cases; drawn without replacement it is smaller.
    function test_EveryEntrantIsEquallyLikelyToWin() external {
        uint256 draws = 1_000;
        uint256[10] memory firsts;
        uint256[10] memory any;
        bytes32 raffleId = closed(10);
        rollTo(raffle.progressOf(raffleId).drawBlock + 32);
        raffle.capture(raffleId);
        bytes32 slot = _slotOf(raffleId, raffle.progressOf(raffleId).beacon);
        uint256 snapshot = vm.snapshotState();
        for (uint256 i; i < draws; ++i) {
            vm.store(address(raffle), slot, keccak256(abi.encode("beacon", i)));
            raffle.reveal(raffleId, SECRET);
            for (uint256 place; place < 3; ++place) {
                uint256 entry = raffle.entryAt(raffleId, place);
                ++any[entry];
                if (place == 0) ++firsts[entry];
            }
            vm.revertToState(snapshot);
        }
        assertLt(_chiSquared(firsts, draws), 2788);
        assertLt(_chiSquared(any, 3 * draws), 2788);
    }

    // --- A secret that is withheld ---

    function test_WithoutTheSecretTheDrawEndsAllTheSameAndTheWinnersShareTheBond() external {
        bytes32 raffleId = closed(20);
        rollTo(raffle.progressOf(raffleId).drawBlock + 1);
        raffle.capture(raffleId);
        vm.warp(REVEAL_BY);
        vm.expectRevert(abi.encodeWithSelector(Raffle.RevealStillPossible.selector, REVEAL_BY));
        raffle.drawWithoutSecret(raffleId);
        vm.warp(REVEAL_BY + 1);
        vm.expectEmit(address(raffle));
        emit Raffle.SecretWithheld(raffleId, height + 16);
        raffle.drawWithoutSecret(raffleId);
        assertEq(raffle.progressOf(raffleId).beacon, bytes32(0), "the organiser has seen the one before");
        vm.expectRevert(Raffle.AlreadyDrawn.selector);
        raffle.drawWithoutSecret(raffleId);
        vm.expectRevert(Raffle.AlreadyDrawn.selector);
        raffle.reveal(raffleId, SECRET);

        rollTo(height + 17);
        raffle.capture(raffleId);
        Raffle.Progress memory progress = raffle.progressOf(raffleId);
        assertEq(progress.randomness, keccak256(abi.encode(bytes32(0), progress.entriesHash, progress.beacon)));
        awardAll(raffleId);
        uint256 paid;
        for (uint256 place; place < 5; ++place) {
            uint256 share = uint256(BOND) * (place + 1) / 5 - uint256(BOND) * place / 5;
            uint256 prize = place == 0 ? FIRST : place < 3 ? SECOND : 0;
            assertEq(person(raffle.entryAt(raffleId, place)).balance, prize + share);
            paid += prize + share;
        }
        assertEq(paid, BOND + POT, "to the last unit");
        raffle.collect(raffleId);
        assertEq(organiser.balance, 1_000 ether - BOND - POT);
        assertEq(address(raffle).balance, 0);
    }

    function test_ARaffleThatNobodyClosedIsDrawnToo() external {
        bytes32 raffleId = entered(3);
        vm.warp(REVEAL_BY + 1);
        raffle.drawWithoutSecret(raffleId);
        rollTo(height + 9_000);
        raffle.redraw(raffleId);
        rollTo(height + 17);
        raffle.capture(raffleId);
        awardAll(raffleId);
        raffle.collect(raffleId);
        assertEq(address(raffle).balance, 0);
    }

    function test_ABlockThatNobodyCapturedInTimeNeedsTheSecretNoMore() external {
        bytes32 raffleId = closed(20);
        rollTo(height + 9_000);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(abi.encodeWithSelector(Raffle.RevealTooLate.selector, REVEAL_BY));
        raffle.redraw(raffleId);
        raffle.drawWithoutSecret(raffleId);
        rollTo(height + 17);
        raffle.capture(raffleId);
        assertTrue(raffle.progressOf(raffleId).randomness != 0);
        vm.expectRevert(abi.encodeWithSelector(Raffle.BlockHashAvailable.selector, height - 1));
        raffle.redraw(raffleId);
    }

    // --- Prizes ---

    function test_MoneyIsPushedAndGoodsAreClaimed() external {
        bytes32 raffleId = drawn(20);
        for (uint256 place; place < 5; ++place) {
            award(raffleId, place);
        }
        assertEq(person(raffle.entryAt(raffleId, 0)).balance, FIRST);
        assertEq(person(raffle.entryAt(raffleId, 2)).balance, SECOND);
        address winner = person(raffle.entryAt(raffleId, 3));
        assertEq(winner.balance, 0);
        assertEq(raffle.goodsWinner(raffleId, 3), winner);
        vm.expectEmit(address(raffle));
        emit Raffle.GoodsClaimed(raffleId, winner, 3, "where to");
        vm.prank(winner);
        raffle.claim(raffleId, 3, "where to");
        vm.expectRevert(abi.encodeWithSelector(Raffle.NoGoods.selector, 3));
        raffle.claim(raffleId, 3, "elsewhere");
        vm.prank(winner);
        vm.expectRevert(abi.encodeWithSelector(Raffle.NoGoods.selector, 0));
        raffle.claim(raffleId, 0, "money is no goods");
    }

    function test_APlaceIsAwardedOnceAndABatchIsNotSpoilt() external {
        bytes32 raffleId = drawn(20);
        award(raffleId, 0);
        uint256 held = address(raffle).balance;
        award(raffleId, 0);
        assertEq(address(raffle).balance, held);
        awardAll(raffleId);
        assertEq(raffle.progressOf(raffleId).awarded, 5);
        assertTrue(raffle.isAwarded(raffleId, 4));
        assertFalse(raffle.isAwarded(raffleId, 5));
    }

    function test_AnAlteredListOfPrizesIsRefused() external {
        bytes32 raffleId = drawn(20);
        Raffle.Prize[] memory list = prizes();
        list[0].amount -= 1;
        bytes memory refusal = abi.encodeWithSelector(Raffle.WrongPrizes.selector, keccak256(abi.encode(prizes())));
        Raffle.Win[] memory wins = one(winOf(raffleId, 0));
        vm.expectRevert(refusal);
        raffle.award(raffleId, list, wins);
        list = prizes();
        (list[0], list[1]) = (list[1], list[0]);
        vm.expectRevert(refusal);
        raffle.award(raffleId, list, wins);
    }

    function test_OnlyTheEntrantWhoWonIsPaid() external {
        bytes32 raffleId = drawn(20);
        Raffle.Win memory win = winOf(raffleId, 0);
        uint256 entry = raffle.entryAt(raffleId, 0);
        uint256 other = (entry + 1) % 20;
        win.entrant = person(other);
        _refusesWin(raffleId, win, entry);
        win.proof = HeapTree.proof(leaves(0, 20), other);
        _refusesWin(raffleId, win, entry);
        win = winOf(raffleId, 0);
        win.batch = 1;
        _refusesWin(raffleId, win, entry);
        win = winOf(raffleId, 0);
        win.place = 5;
        vm.expectRevert(abi.encodeWithSelector(Raffle.NoSuchPlace.selector, 5));
        raffle.award(raffleId, prizes(), one(win));
    }

    function test_AWinnerOfALaterBatchIsPaidByItsRoot() external {
        bytes32 raffleId = create();
        vm.warp(OPENS);
        enter(raffleId, 0, 4);
        enter(raffleId, 4, 9);
        close(raffleId);
        reveal(raffleId);
        for (uint32 place; place < 5; ++place) {
            uint256 entry = raffle.entryAt(raffleId, place);
            bool second = entry >= 4;
            bytes32[] memory proof = HeapTree.proof(second ? leaves(4, 9) : leaves(0, 4), second ? entry - 4 : entry);
            raffle.award(raffleId, prizes(), one(Raffle.Win(place, second ? 1 : 0, person(entry), proof)));
        }
        raffle.collect(raffleId);
        assertEq(address(raffle).balance, 0);
    }

    function test_NothingIsAwardedBeforeTheDraw() external {
        bytes32 raffleId = closed(20);
        vm.expectRevert(Raffle.NotDrawn.selector);
        raffle.award(raffleId, prizes(), new Raffle.Win[](0));
        vm.expectRevert(Raffle.NotDrawn.selector);
        raffle.entryAt(raffleId, 0);
        vm.expectRevert(Raffle.NotDrawn.selector);
        raffle.collect(raffleId);
    }

    function test_AWinnerWhoCannotBePaidGetsACreditAndStopsNobody() external {
        bytes32 raffleId = entered(4);
        HostileRecipient hostile = new HostileRecipient();
        vm.prank(organiser);
        raffle.enter(raffleId, abi.encodePacked(address(hostile)));
        hostile.setMode(HostileRecipient.Mode.Refuse);
        close(raffleId);
        reveal(raffleId);
        uint256 credited;
        for (uint32 place; place < 5; ++place) {
            uint256 entry = raffle.entryAt(raffleId, place);
            bool isHostile = entry == 4;
            bytes32[] memory none = new bytes32[](0);
            Raffle.Win memory win = isHostile
                ? Raffle.Win(place, 1, address(hostile), none)
                : Raffle.Win(place, 0, person(entry), HeapTree.proof(leaves(0, 4), entry));
            raffle.award(raffleId, prizes(), one(win));
            if (isHostile) credited = place == 0 ? FIRST : place < 3 ? SECOND : 0;
        }
        assertEq(raffle.creditOf(address(hostile), NATIVE), credited);
        raffle.collect(raffleId);
        assertEq(address(raffle).balance, credited);
        vm.expectRevert(Raffle.NothingToWithdraw.selector);
        raffle.withdraw(NATIVE);
        if (credited == 0) return;
        hostile.setMode(HostileRecipient.Mode.Willing);
        vm.prank(address(hostile));
        raffle.withdraw(NATIVE);
        assertEq(address(hostile).balance, credited);
    }

    function test_TheOrganiserHasTheBondBackWhenAllPrizesAreHandedOut() external {
        bytes32 raffleId = drawn(20);
        award(raffleId, 0);
        vm.expectRevert(abi.encodeWithSelector(Raffle.PrizesLeft.selector, 1, 5));
        raffle.collect(raffleId);
        awardAll(raffleId);
        vm.expectEmit(address(raffle));
        emit Raffle.Collected(raffleId, organiser, BOND);
        raffle.collect(raffleId);
        vm.expectRevert(Raffle.AlreadyCollected.selector);
        raffle.collect(raffleId);
        assertEq(organiser.balance, 1_000 ether - POT);
    }

    function test_PrizesThatNobodyIsThereToWinGoBack() external {
        bytes32 raffleId = drawn(2);
        awardAll(raffleId);
        raffle.collect(raffleId);
        assertEq(organiser.balance, 1_000 ether - FIRST - SECOND);
        assertEq(address(raffle).balance, 0);
    }

    function test_ARaffleThatNobodyEnteredGivesAllBack() external {
        bytes32 raffleId = create();
        vm.warp(ENTRIES_BY);
        vm.expectRevert(abi.encodeWithSelector(Raffle.StillOpen.selector, ENTRIES_BY));
        raffle.collect(raffleId);
        vm.warp(ENTRIES_BY + 1);
        vm.expectRevert(Raffle.NobodyEntered.selector);
        raffle.close(raffleId);
        raffle.collect(raffleId);
        assertEq(organiser.balance, 1_000 ether);
        vm.warp(REVEAL_BY + 1);
        vm.expectRevert(Raffle.NobodyEntered.selector);
        raffle.drawWithoutSecret(raffleId);
    }

    function test_PaysInTheTokenOfTheRaffle() external {
        Raffle.Terms memory given = terms();
        given.currency = address(token);
        bytes32 raffleId = create(given);
        vm.warp(OPENS);
        enter(raffleId, 0, 20);
        close(raffleId);
        reveal(raffleId);
        awardAll(raffleId);
        raffle.collect(raffleId);
        assertEq(token.balanceOf(person(raffle.entryAt(raffleId, 0))), FIRST);
        assertEq(token.balanceOf(organiser), 1_000 ether - POT);
        assertEq(token.balanceOf(address(raffle)), 0);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_TheBondIsSharedToTheLastUnit(uint96 bond, uint256 count) external {
        count = bound(count, 1, 7);
        Raffle.Terms memory given = terms();
        given.bond = uint96(bound(bond, 1, 100 ether));
        bytes32 raffleId = create(given);
        vm.warp(OPENS);
        enter(raffleId, 0, count);
        vm.warp(REVEAL_BY + 1);
        raffle.drawWithoutSecret(raffleId);
        rollTo(height + 17);
        raffle.capture(raffleId);
        awardAll(raffleId);
        raffle.collect(raffleId);
        assertEq(address(raffle).balance, 0);
    }

    function _create(Raffle.Terms memory given, Raffle.Prize[] memory list) private {
        vm.prank(organiser);
        raffle.create{value: BOND + POT}(given, list);
    }

    function _refuses(Raffle.Terms memory given, bytes4 why) private {
        vm.prank(organiser);
        vm.expectPartialRevert(why);
        raffle.create{value: BOND + POT}(given, prizes());
    }

    function _refusesPrize(Raffle.Prize[] memory list, uint256 kind) private {
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongPrize.selector, kind));
        raffle.create{value: BOND + POT}(terms(), list);
    }

    function _refusesEntrants(bytes32 raffleId, bytes memory list, address before, address entrant) private {
        vm.prank(organiser);
        vm.expectRevert(abi.encodeWithSelector(Raffle.NotAscending.selector, before, entrant));
        raffle.enter(raffleId, list);
    }

    function _refusesWin(bytes32 raffleId, Raffle.Win memory win, uint256 entry) private {
        vm.expectRevert(abi.encodeWithSelector(Raffle.WrongEntrant.selector, win.place, entry, win.entrant));
        raffle.award(raffleId, prizes(), one(win));
    }

    /// @dev Where the contract keeps the one word of a raffle that has this value.
    function _slotOf(bytes32 raffleId, bytes32 value) private returns (bytes32) {
        vm.record();
        raffle.progressOf(raffleId);
        (bytes32[] memory reads,) = vm.accesses(address(raffle));
        for (uint256 i; i < reads.length; ++i) {
            if (vm.load(address(raffle), reads[i]) == value) return reads[i];
        }
        revert("no such slot");
    }

    function _chiSquared(uint256[10] memory counts, uint256 draws) private pure returns (uint256) {
        uint256 squares;
        for (uint256 i; i < 10; ++i) {
            squares += counts[i] * counts[i];
        }
        // sum(count^2) / expected - draws, in hundredths
        return squares * 100 / (draws / 10) - draws * 100;
    }
}
