// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Epoch, RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {RebasingToken} from "../support/RebasingToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {RewardsFixture} from "../support/RewardsFixture.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice A claim pays what is new of what the tree says, once, to the account that earned it.
contract RewardsDistributorTest is RewardsFixture {
    // --- Claiming ---

    function test_AClaimPaysTheAccountWhoeverMakesIt() external {
        bytes32[] memory leaves = _publish(100, 200);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);

        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Claimed(alice, 100, 100);
        vm.prank(relayer);
        distributor.claim(alice, 100, proof);

        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(relayer), 0);
        assertEq(distributor.claimed(alice), 100);
        assertEq(token.balanceOf(address(distributor)), 500);
    }

    function test_OneClaimServesAllEpochsSinceTheLast() external {
        bytes32[] memory leaves = _publish(100, 200);
        _claim(leaves, 0, alice, 100);
        _publish(150, 200);
        leaves = _publish(175, 300);

        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Claimed(alice, 75, 175);
        _claim(leaves, 0, alice, 175);
        _claim(leaves, 1, bob, 300);
        assertEq(token.balanceOf(alice), 175);
        assertEq(token.balanceOf(bob), 300);
    }

    /// @dev Claims now and then, or all epochs at once at the end: it comes to the same.
    function testFuzz_ClaimingManyEpochsAtOncePaysWhatClaimingEachDoes(uint256 seed, uint8 epochs) external {
        uint256 forAlice;
        uint256 forBob;
        bytes32[] memory leaves;
        for (uint256 i; i <= epochs % 12; ++i) {
            uint256 earned = uint256(keccak256(abi.encode(seed, i))) % 1e24 + 1;
            (forAlice, forBob) = (forAlice + earned, forBob + earned);
            leaves = _publish(forAlice, forBob);
            _claim(leaves, 1, bob, forBob);
        }
        _claim(leaves, 0, alice, forAlice);
        assertEq(token.balanceOf(alice), forAlice);
        assertEq(token.balanceOf(bob), forAlice);
    }

    function test_ASecondClaimOfTheSameEpochGetsNothing() external {
        bytes32[] memory leaves = _publish(100, 200);
        _claim(leaves, 0, alice, 100);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        distributor.claim(alice, 100, proof);
    }

    function test_TheSameLeafInALaterEpochGetsNothing() external {
        _claim(_publish(100, 200), 0, alice, 100);
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 500), 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        distributor.claim(alice, 100, proof);
    }

    function test_ALeafOfNothingGetsNothing() external {
        bytes32[] memory proof = MerkleTree.proof(_publish(0, 200), 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 0));
        distributor.claim(alice, 0, proof);
    }

    function test_AfterACorrectionDownwardsNothingIsPaidUntilTheOldSumIsPassed() external {
        _claim(_publish(100, 200), 0, alice, 100);

        bytes32[] memory proof = MerkleTree.proof(_publish(60, 240), 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 60));
        distributor.claim(alice, 60, proof);
        assertEq(distributor.claimed(alice), 100);

        _claim(_publish(130, 240), 0, alice, 130);
        assertEq(token.balanceOf(alice), 130);
    }

    /// @dev The root is not swapped under a claim that is on its way.
    function test_AProofOfTheEpochBeforeCountsForAnHourAndPaysWhatItSaid() external {
        bytes32[] memory leaves = _publish(100, 200);
        bytes32[] memory newer = _publish(150, 250);
        vm.warp(NOW + distributor.GRACE() - 1);
        _claim(leaves, 0, alice, 100);
        _claim(newer, 0, alice, 150);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        distributor.claim(alice, 100, proof);
        assertEq(token.balanceOf(alice), 150);

        vm.warp(NOW + distributor.GRACE());
        proof = MerkleTree.proof(leaves, 1);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(bob, 200, proof);
        _claim(newer, 1, bob, 250);
    }

    function test_AProofOfTheEpochBeforeThatFailsAtOnce() external {
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        _publish(150, 250);
        _publish(160, 250);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, proof);
    }

    function test_NobodyCanClaimBeforeTheFirstEpoch() external {
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, new bytes32[](0));
    }

    function test_ATreeOfOneLeafNeedsNoProof() external {
        _publishRoot(MerkleTree.leaf(alice, 100), 100);
        distributor.claim(alice, 100, new bytes32[](0));
        assertEq(token.balanceOf(alice), 100);
    }

    function testFuzz_EveryLeafIsPaidAndAllLeavesTogetherAreTheTotal(uint256 seed, uint256 count) external {
        count = bound(count, 1, 40);
        address[] memory accounts = new address[](count);
        uint256[] memory amounts = new uint256[](count);
        bytes32[] memory leaves = new bytes32[](count);
        uint256 total;
        for (uint256 i; i < count; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            accounts[i] = address(bytes20(bytes32(draw)));
            amounts[i] = 1 + (draw % 2 ** 128);
            leaves[i] = MerkleTree.leaf(accounts[i], amounts[i]);
            total += amounts[i];
        }
        _publishRoot(MerkleTree.root(leaves), total);

        for (uint256 i; i < count; ++i) {
            bytes32[] memory proof = MerkleTree.proof(leaves, i);
            assertTrue(MerkleProof.verify(proof, distributor.root(), leaves[i]), "OpenZeppelin agrees with the proof");
            distributor.claim(accounts[i], amounts[i], proof);
            assertEq(token.balanceOf(accounts[i]), amounts[i]);
        }
        assertEq(token.balanceOf(address(distributor)), 0);
    }

    function test_TheLargestAmountIsPaidInTwoStepsWithoutOverflow() external {
        _publishRoot(MerkleTree.leaf(alice, 1), 1);
        distributor.claim(alice, 1, new bytes32[](0));
        _publishRoot(MerkleTree.leaf(alice, type(uint256).max), type(uint256).max);
        distributor.claim(alice, type(uint256).max, new bytes32[](0));
        assertEq(token.balanceOf(alice), type(uint256).max);
    }

    // --- Proofs ---

    function testFuzz_AnotherAccountOrAmountThanTheLeafsIsRefused(address account, uint256 amount) external {
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        vm.assume(account != alice || amount != 100);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(account, amount, proof);
    }

    function testFuzz_AProofWithOneBitChangedIsRefused(uint256 position, uint8 bit) external {
        bytes32[] memory leaves = _leavesOf(100, 200);
        _publishRoot(MerkleTree.root(leaves), 600);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        position = bound(position, 0, proof.length - 1);
        proof[position] ^= bytes32(1 << uint256(bit));
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, proof);
    }

    function test_AProofThatIsTooShortTooLongOrInDisorderIsRefused() external {
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        assertEq(proof.length, 2);
        bytes32[] memory wrong = new bytes32[](1);
        wrong[0] = proof[0];
        _assertInvalid(wrong);
        _assertInvalid(new bytes32[](0));
        wrong = new bytes32[](3);
        (wrong[0], wrong[1]) = (proof[0], proof[1]);
        _assertInvalid(wrong);
        wrong = new bytes32[](2);
        (wrong[0], wrong[1]) = (proof[1], proof[0]);
        _assertInvalid(wrong);
        _assertInvalid(new bytes32[](300));
    }

    function test_AProofThatClaimsToBeLongerThanItsCalldataIsRefused() external {
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        bytes memory call = abi.encodeCall(RewardsDistributor.claim, (alice, 100, proof));
        uint256 lengthAt = 4 + 3 * 32;
        call[lengthAt + 31] = 0x03;
        (bool success,) = address(distributor).call(call);
        assertFalse(success, "one more node than there is");
        call[lengthAt] = 0xff;
        (success,) = address(distributor).call(call);
        assertFalse(success, "a length beyond all memory");
        call[lengthAt] = 0x00;
        call[lengthAt + 31] = 0x02;
        (success,) = address(distributor).call(call);
        assertTrue(success, "and the same call set right");
    }

    /// @dev With leaves hashed once, an inner node's 64 bytes could be presented as an account and an amount. Here an
    /// owner even prepares such a node; it does not pass for a leaf.
    function testFuzz_AnInnerNodeDoesNotPassForALeaf(address account, uint256 amount, bytes32 sibling) external {
        bytes32 node = keccak256(abi.encode(account, amount));
        _publishRoot(MerkleTree.pair(node, sibling), amount);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = sibling;
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(account, amount, proof);

        _publishRoot(node, amount);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(account, amount, new bytes32[](0));
    }

    /// @dev A leaf names no contract, because what it is worth depends on the root alone, and a root counts only where its
    /// owner activated it.
    function test_ALeafOfOneDistributorIsWorthNothingAtAnother() external {
        RewardsDistributor other = _distributorOf(address(token));
        _publishAt(other, keccak256("another tree"), 1000);
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        other.claim(alice, 100, proof);
    }

    function test_TheSameTreeForTwoTokensPaysEachOnceFromItsOwnMoney() external {
        TestToken otherToken = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Other", "OTH", 6)));
        (RewardsDistributor other, bytes32[] memory leaves) = _of(address(otherToken));
        _publish(100, 200);

        _claim(leaves, 0, alice, 100);
        assertEq(otherToken.balanceOf(alice), 0);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        other.claim(alice, 100, proof);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        other.claim(alice, 100, proof);

        assertEq(token.balanceOf(address(distributor)), 500);
        assertEq(otherToken.balanceOf(address(other)), 500);
    }

    // --- Money and tokens ---

    /// @dev A tree whose leaves are more than its total, by mistake or on purpose.
    function test_AllClaimsTogetherNeverPayMoreThanTheTotal() external {
        bytes32[] memory leaves = _leavesOf(100, 200);
        _fund(distributor, 10_000);
        _propose(distributor, _epoch(distributor, MerkleTree.root(leaves), 450));
        _claim(leaves, 0, alice, 100);
        _claim(leaves, 2, carol, 300);
        bytes32[] memory proof = MerkleTree.proof(leaves, 1);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        distributor.claim(bob, 200, proof);
        assertEq(distributor.claimed(bob), 0);
        assertEq(token.balanceOf(address(distributor.pool())), 9550);

        _propose(distributor, _epoch(distributor, MerkleTree.root(leaves), 600));
        distributor.claim(bob, 200, proof);
        assertEq(token.balanceOf(bob), 200);
    }

    function test_MoneyThatIsForcedUponItChangesNothing() external {
        bytes32[] memory leaves = _publish(100, 200);
        token.mint(address(distributor), 1_000_000);
        vm.deal(address(distributor), 1 ether);
        _claim(leaves, 0, alice, 100);
        assertEq(token.balanceOf(alice), 100);
        assertEq(alice.balance, 0);
        assertEq(distributor.cumulativeTotal(), 600);
        _publish(150, 250);
        assertEq(token.balanceOf(address(distributor)), 1_000_600);
    }

    function test_NativeMoneyIsNotAccepted() external {
        (bool success,) = address(distributor).call{value: 1}("");
        assertFalse(success);
        (success,) = address(distributor.pool()).call{value: 1}("");
        assertFalse(success);
    }

    function test_TheDistributorItselfCanBePaidToNobodysHarm() external {
        _publishRoot(MerkleTree.leaf(address(distributor), 100), 100);
        distributor.claim(address(distributor), 100, new bytes32[](0));
        assertEq(distributor.claimed(address(distributor)), 100);
        assertEq(token.balanceOf(address(distributor)), 100);
    }

    function test_ALeafOfTheZeroAddressHoldsUpNobodyElse() external {
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = MerkleTree.leaf(address(0), 100);
        leaves[1] = MerkleTree.leaf(bob, 200);
        _publishRoot(MerkleTree.root(leaves), 300);
        _claim(leaves, 0, address(0), 100);
        _claim(leaves, 1, bob, 200);
        assertEq(token.balanceOf(bob), 200);
    }

    function test_ATokenThatReturnsNothingIsPaid() external {
        NoReturnToken old = new NoReturnToken();
        (RewardsDistributor ofOld, bytes32[] memory leaves) = _of(address(old));
        ofOld.claim(alice, 100, MerkleTree.proof(leaves, 0));
        assertEq(old.balanceOf(alice), 100);
    }

    function test_ATokenThatReturnsFalseDoesNotUseUpTheClaim() external {
        FalseReturnToken refusing = new FalseReturnToken();
        (RewardsDistributor ofIt, bytes32[] memory leaves) = _of(address(refusing));
        refusing.setRefusing(true);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        ofIt.claim(alice, 100, proof);
        refusing.setRefusing(false);
        ofIt.claim(alice, 100, proof);
        assertEq(refusing.balanceOf(alice), 100);
    }

    function test_ABlockedAccountHoldsUpNobodyElse() external {
        BlockingToken blocking = new BlockingToken();
        (RewardsDistributor ofIt, bytes32[] memory leaves) = _of(address(blocking));
        blocking.setBlocked(alice, true);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        ofIt.claim(alice, 100, proof);

        ofIt.claim(bob, 200, MerkleTree.proof(leaves, 1));
        blocking.setBlocked(alice, false);
        ofIt.claim(alice, 100, proof);
        assertEq(blocking.balanceOf(alice), 100);
        assertEq(blocking.balanceOf(bob), 200);
    }

    function test_ATokenThatTakesAFeeIsRefusedWhenAnEpochIsFunded() external {
        FeeToken fee = new FeeToken();
        RewardsDistributor ofFee = _distributorOf(address(fee));
        _fund(ofFee, 1000);
        Epoch memory epoch = _epoch(ofFee, keccak256("root"), 600);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongFunding.selector, 600, 594));
        _propose(ofFee, epoch);
        assertEq(ofFee.currentEpoch(), 0);
    }

    function test_WhenBalancesShrinkLateClaimsWaitForMoney() external {
        RebasingToken rebasing = new RebasingToken();
        (RewardsDistributor ofIt, bytes32[] memory leaves) = _of(address(rebasing));
        rebasing.rebase(50);
        ofIt.claim(bob, 200, MerkleTree.proof(leaves, 1));
        bytes32[] memory proof = MerkleTree.proof(leaves, 2);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        ofIt.claim(carol, 300, proof);
        assertEq(ofIt.claimed(carol), 0);
        rebasing.mint(address(ofIt), 400);
        ofIt.claim(carol, 300, proof);
        assertEq(rebasing.balanceOf(carol), 300);
    }

    function test_ATokenWithoutCodeFundsNothing() external {
        RewardsDistributor ofNothing = _distributorOf(makeAddr("no token"));
        Epoch memory epoch = _epoch(ofNothing, keccak256("root"), 600);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        _propose(ofNothing, epoch);
    }

    // --- Re-entrancy ---

    function test_AClaimFromInsideAClaimGetsNothingAndSeesItselfPaid() external {
        (RewardsDistributor ofHook, HookToken hook, ReenteringAccount account) = _ofHooks();
        account.prepare(
            address(ofHook),
            abi.encodeCall(RewardsDistributor.claim, (address(account), uint256(100), new bytes32[](0)))
        );
        ofHook.claim(address(account), 100, new bytes32[](0));

        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(
            account.answer(), abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, address(account), 100)
        );
        assertEq(hook.balanceOf(address(account)), 100);
        assertEq(hook.balanceOf(address(ofHook)), 900);
    }

    function test_AReaderFromInsideAClaimSeesTheNewSum() external {
        (RewardsDistributor ofHook,, ReenteringAccount account) = _ofHooks();
        account.prepare(address(ofHook), abi.encodeWithSignature("claimed(address)", address(account)));
        ofHook.claim(address(account), 100, new bytes32[](0));

        assertTrue(account.succeeded());
        assertEq(account.answer(), abi.encode(100));
    }

    /// @dev One that owes 100 to an account with hooks, and holds 1000.
    function _ofHooks() private returns (RewardsDistributor ofHook, HookToken hook, ReenteringAccount account) {
        hook = new HookToken();
        account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        ofHook = _distributorOf(address(hook));
        _publishAt(ofHook, MerkleTree.leaf(address(account), 100), 1000);
    }

    function _assertInvalid(bytes32[] memory proof) private {
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, proof);
    }
}
