// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {FeeToken} from "../support/FeeToken.sol";
import {HookToken} from "../support/HookToken.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {NoReturnToken} from "../support/NoReturnToken.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {Test} from "../support/Test.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice Epochs follow one another under their owner's hand, and a claim pays what is new of what the tree says.
contract RewardsDistributorTest is Test {
    bytes32 private constant RULES = keccak256("rules");

    address private owner = makeAddr("owner");
    address private alice = makeAddr("alice");
    address private bob = makeAddr("bob");
    address private carol = makeAddr("carol");
    address private relayer = makeAddr("relayer");
    TestToken private token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Reward", "RWD", 18)));
    RewardsDistributor private distributor =
        RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(token), owner)));

    // --- Publishing ---

    function test_ItKnowsItsTokenAndItsOwner() external view {
        assertEq(distributor.token(), address(token));
        assertEq(distributor.owner(), owner);
        assertEq(distributor.currentEpoch(), 0);
        assertEq(distributor.root(), bytes32(0));
    }

    function test_NeitherTokenNorOwnerMayBeZero() external {
        vm.expectRevert(RewardsDistributor.ZeroAddress.selector);
        RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(0), owner)));
        vm.expectRevert(RewardsDistributor.ZeroAddress.selector);
        RewardsDistributor(
            deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(token), address(0)))
        );
    }

    function test_AnEpochIsPublishedWithItsRootTotalAndRules() external {
        bytes32 root = keccak256("root");
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.EpochPublished(1, root, 500, RULES);
        vm.prank(owner);
        distributor.publishEpoch(1, root, 500, RULES);

        assertEq(distributor.currentEpoch(), 1);
        assertEq(distributor.root(), root);
        assertEq(distributor.cumulativeTotal(), 500);
        assertEq(distributor.rulesHash(), RULES);
    }

    function testFuzz_OnlyTheOwnerPublishes(address other) external {
        vm.assume(other != owner);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(other);
        distributor.publishEpoch(1, keccak256("root"), 0, RULES);
    }

    function testFuzz_EpochsFollowOneAnother(uint64 epoch) external {
        vm.startPrank(owner);
        distributor.publishEpoch(1, keccak256("first"), 0, RULES);
        distributor.publishEpoch(2, keccak256("second"), 0, RULES);
        vm.assume(epoch != 3);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongEpoch.selector, 3, epoch));
        distributor.publishEpoch(epoch, keccak256("third"), 0, RULES);
        distributor.publishEpoch(3, keccak256("third"), 0, RULES);
    }

    function test_TheZeroHashIsNoRoot() external {
        vm.expectRevert(RewardsDistributor.ZeroRoot.selector);
        vm.prank(owner);
        distributor.publishEpoch(1, bytes32(0), 0, RULES);
    }

    function testFuzz_TheTotalNeverFalls(uint256 first, uint256 second) external {
        vm.startPrank(owner);
        distributor.publishEpoch(1, keccak256("first"), first, RULES);
        if (second < first) {
            vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.TotalMustNotFall.selector, first, second));
        }
        distributor.publishEpoch(2, keccak256("second"), second, RULES);
        assertEq(distributor.cumulativeTotal(), second < first ? first : second);
    }

    function test_ANewOwnerPublishesAndTheOldOneDoesNot() external {
        vm.startPrank(owner);
        distributor.transferOwnership(bob);
        vm.expectRevert(Ownable.Unauthorized.selector);
        distributor.publishEpoch(1, keccak256("root"), 0, RULES);
        vm.stopPrank();
        vm.prank(bob);
        distributor.publishEpoch(1, keccak256("root"), 0, RULES);
    }

    function test_WhatWasEarnedCanBeClaimedAfterTheOwnerLeft() external {
        bytes32[] memory leaves = _publish(100, 200);
        token.mint(address(distributor), 300);
        vm.prank(owner);
        distributor.renounceOwnership();
        _claim(leaves, 0, alice, 100);
        assertEq(token.balanceOf(alice), 100);
    }

    // --- Claiming ---

    function test_AClaimPaysTheAccountWhoeverMakesIt() external {
        bytes32[] memory leaves = _publish(100, 200);
        token.mint(address(distributor), 300);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);

        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Claimed(alice, 100, 100);
        vm.prank(relayer);
        distributor.claim(alice, 100, proof);

        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(relayer), 0);
        assertEq(distributor.claimed(alice), 100);
        assertEq(token.balanceOf(address(distributor)), 200);
    }

    function test_OneClaimServesAllEpochsSinceTheLast() external {
        token.mint(address(distributor), 10_000);
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

    function test_ASecondClaimOfTheSameEpochGetsNothing() external {
        token.mint(address(distributor), 1000);
        bytes32[] memory leaves = _publish(100, 200);
        _claim(leaves, 0, alice, 100);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        distributor.claim(alice, 100, proof);
    }

    function test_TheSameLeafInALaterEpochGetsNothing() external {
        token.mint(address(distributor), 1000);
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
        token.mint(address(distributor), 1000);
        _claim(_publish(100, 200), 0, alice, 100);

        bytes32[] memory proof = MerkleTree.proof(_publish(60, 240), 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 60));
        distributor.claim(alice, 60, proof);
        assertEq(distributor.claimed(alice), 100);

        _claim(_publish(130, 240), 0, alice, 130);
        assertEq(token.balanceOf(alice), 130);
    }

    function test_AProofOfAnEarlierEpochFailsAfterTheNext() external {
        token.mint(address(distributor), 1000);
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        _publish(150, 250);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, proof);
    }

    function test_NobodyCanClaimBeforeTheFirstEpoch() external {
        token.mint(address(distributor), 1000);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, new bytes32[](0));
    }

    function test_ATreeOfOneLeafNeedsNoProof() external {
        token.mint(address(distributor), 100);
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
        token.mint(address(distributor), total);

        for (uint256 i; i < count; ++i) {
            bytes32[] memory proof = MerkleTree.proof(leaves, i);
            assertTrue(MerkleProof.verify(proof, distributor.root(), leaves[i]), "OpenZeppelin agrees with the proof");
            distributor.claim(accounts[i], amounts[i], proof);
            assertEq(token.balanceOf(accounts[i]), amounts[i]);
        }
        assertEq(token.balanceOf(address(distributor)), 0);
    }

    function test_TheLargestAmountIsPaidInTwoStepsWithoutOverflow() external {
        token.mint(address(distributor), type(uint256).max);
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
        token.mint(address(distributor), 100);
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

    function test_ALeafOfOneDistributorIsWorthNothingAtAnother() external {
        RewardsDistributor other = RewardsDistributor(
            deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(token), owner))
        );
        token.mint(address(other), 1000);
        vm.prank(owner);
        other.publishEpoch(1, keccak256("another tree"), 1000, RULES);
        bytes32[] memory proof = MerkleTree.proof(_publish(100, 200), 0);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        other.claim(alice, 100, proof);
    }

    function test_TheSameTreeForTwoTokensPaysEachOnceFromItsOwnMoney() external {
        TestToken otherToken = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Other", "OTH", 6)));
        RewardsDistributor other = RewardsDistributor(
            deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(otherToken), owner))
        );
        bytes32[] memory leaves = _publish(100, 200);
        vm.prank(owner);
        other.publishEpoch(1, MerkleTree.root(leaves), 600, RULES);
        token.mint(address(distributor), 1000);
        otherToken.mint(address(other), 1000);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);

        distributor.claim(alice, 100, proof);
        assertEq(otherToken.balanceOf(alice), 0);
        other.claim(alice, 100, proof);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToClaim.selector, alice, 100));
        other.claim(alice, 100, proof);

        assertEq(token.balanceOf(address(distributor)), 900);
        assertEq(otherToken.balanceOf(address(other)), 900);
    }

    // --- Money and tokens ---

    function test_AClaimThatCannotBePaidYetIsNotLost() external {
        bytes32[] memory leaves = _publish(100, 200);
        token.mint(address(distributor), 99);
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        distributor.claim(alice, 100, proof);
        assertEq(distributor.claimed(alice), 0);

        token.mint(address(distributor), 1);
        distributor.claim(alice, 100, proof);
        assertEq(token.balanceOf(alice), 100);
    }

    function test_MoreMoneyThanEarnedChangesNothing() external {
        bytes32[] memory leaves = _publish(100, 200);
        token.mint(address(distributor), 1_000_000);
        vm.deal(address(distributor), 1 ether);
        _claim(leaves, 0, alice, 100);
        assertEq(token.balanceOf(alice), 100);
        assertEq(alice.balance, 0);
    }

    function test_NativeMoneyIsNotAccepted() external {
        (bool success,) = address(distributor).call{value: 1}("");
        assertFalse(success);
    }

    function test_ATokenThatReturnsNothingIsPaid() external {
        NoReturnToken old = new NoReturnToken();
        (RewardsDistributor ofOld, bytes32[] memory proof) = _of(address(old));
        old.mint(address(ofOld), 100);
        ofOld.claim(alice, 100, proof);
        assertEq(old.balanceOf(alice), 100);
    }

    function test_ATokenThatReturnsFalseDoesNotUseUpTheClaim() external {
        FalseReturnToken refusing = new FalseReturnToken();
        (RewardsDistributor ofIt, bytes32[] memory proof) = _of(address(refusing));
        refusing.mint(address(ofIt), 100);
        refusing.setRefusing(true);
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        ofIt.claim(alice, 100, proof);
        refusing.setRefusing(false);
        ofIt.claim(alice, 100, proof);
        assertEq(refusing.balanceOf(alice), 100);
    }

    function test_ABlockedAccountHoldsUpNobodyElse() external {
        BlockingToken blocking = new BlockingToken();
        RewardsDistributor ofIt = RewardsDistributor(
            deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(blocking), owner))
        );
        bytes32[] memory leaves = _leavesOf(100, 200);
        vm.prank(owner);
        ofIt.publishEpoch(1, MerkleTree.root(leaves), 600, RULES);
        blocking.mint(address(ofIt), 300);
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

    function test_ATokensFeeIsTheAccountsAndIsNotClaimedAgain() external {
        FeeToken fee = new FeeToken();
        (RewardsDistributor ofIt, bytes32[] memory proof) = _of(address(fee));
        fee.mint(address(ofIt), 1000);
        ofIt.claim(alice, 100, proof);
        assertEq(fee.balanceOf(alice), 99);
        assertEq(ofIt.claimed(alice), 100);
        assertEq(fee.balanceOf(address(ofIt)), 900);
    }

    function test_ATokenWithoutCodeIsNotPaid() external {
        (RewardsDistributor ofNothing, bytes32[] memory proof) = _of(makeAddr("no token"));
        vm.expectRevert(SafeTransferLib.TransferFailed.selector);
        ofNothing.claim(alice, 100, proof);
    }

    // --- Re-entrancy ---

    function test_AClaimFromInsideAClaimGetsNothingAndSeesItselfPaid() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        RewardsDistributor ofHook =
            RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(hook), owner)));
        vm.prank(owner);
        ofHook.publishEpoch(1, MerkleTree.leaf(address(account), 100), 100, RULES);
        hook.mint(address(ofHook), 1000);
        bytes memory again =
            abi.encodeCall(RewardsDistributor.claim, (address(account), uint256(100), new bytes32[](0)));

        account.prepare(address(ofHook), again);
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
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        RewardsDistributor ofHook =
            RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(address(hook), owner)));
        vm.prank(owner);
        ofHook.publishEpoch(1, MerkleTree.leaf(address(account), 100), 100, RULES);
        hook.mint(address(ofHook), 1000);

        account.prepare(address(ofHook), abi.encodeWithSignature("claimed(address)", address(account)));
        ofHook.claim(address(account), 100, new bytes32[](0));

        assertTrue(account.succeeded());
        assertEq(account.answer(), abi.encode(100));
    }

    // --- Helpers ---

    /// @dev Alice, Bob, and Carol for a third.
    function _leavesOf(uint256 forAlice, uint256 forBob) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        leaves[0] = MerkleTree.leaf(alice, forAlice);
        leaves[1] = MerkleTree.leaf(bob, forBob);
        leaves[2] = MerkleTree.leaf(carol, 300);
        leaves[3] = MerkleTree.leaf(relayer, 0);
    }

    function _publish(uint256 forAlice, uint256 forBob) private returns (bytes32[] memory leaves) {
        leaves = _leavesOf(forAlice, forBob);
        _publishRoot(MerkleTree.root(leaves), forAlice + forBob + 300);
    }

    function _publishRoot(bytes32 root, uint256 total) private {
        uint64 epoch = distributor.currentEpoch() + 1;
        uint256 before = distributor.cumulativeTotal();
        vm.prank(owner);
        distributor.publishEpoch(epoch, root, total < before ? before : total, RULES);
    }

    function _claim(bytes32[] memory leaves, uint256 index, address account, uint256 amount) private {
        distributor.claim(account, amount, MerkleTree.proof(leaves, index));
    }

    function _assertInvalid(bytes32[] memory proof) private {
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claim(alice, 100, proof);
    }

    /// @dev A distributor of another token that owes 100 to Alice.
    function _of(address otherToken) private returns (RewardsDistributor ofIt, bytes32[] memory proof) {
        bytes32[] memory leaves = _leavesOf(100, 200);
        ofIt = RewardsDistributor(deployed("RewardsDistributor.sol:RewardsDistributor", abi.encode(otherToken, owner)));
        vm.prank(owner);
        ofIt.publishEpoch(1, MerkleTree.root(leaves), 600, RULES);
        proof = MerkleTree.proof(leaves, 0);
    }
}
