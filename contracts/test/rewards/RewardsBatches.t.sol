// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../src/common/Payments.sol";
import {Epoch, RewardsDistributor} from "../../src/rewards/RewardsDistributor.sol";
import {BlockingToken} from "../support/BlockingToken.sol";
import {FalseReturnToken} from "../support/FalseReturnToken.sol";
import {HookToken, ITokenHooks} from "../support/HookToken.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {ReenteringAccount} from "../support/ReenteringAccount.sol";
import {RewardsFixture} from "../support/RewardsFixture.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @notice A token whose first payment to an account with hooks calls it, pays nothing and says so.
contract VainToken is HookToken {
    bool private _done;

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_done || !hasHooks[to]) return super.transfer(to, amount);
        _done = true;
        ITokenHooks(to).tokensReceived();
        return false;
    }
}

/// @notice Many are paid in one transaction, out of the tree or beside it, and nobody holds up the others.
contract RewardsBatchesTest is RewardsFixture {
    address[] private accounts;
    uint256[] private amounts;

    // --- Claims under one proof ---

    function test_ManyAreClaimedForUnderOneProof() external {
        bytes32[] memory leaves = _publish(100, 200);
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Claimed(alice, 100, 100);
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Claimed(bob, 200, 200);
        vm.prank(relayer);
        distributor.claimMany(accounts, amounts, proof, flags);
        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(bob), 200);
        assertEq(distributor.claimed(alice), 100);
        assertEq(distributor.claimed(bob), 200);
    }

    function testFuzz_AWholeTreeIsClaimedForWithoutAHash(uint256 seed, uint256 depth) external {
        depth = bound(depth, 0, 5);
        uint256 count = 1 << depth;
        bytes32[] memory leaves = new bytes32[](count);
        uint256 total;
        for (uint256 i; i < count; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            accounts.push(address(bytes20(bytes32(draw))));
            amounts.push(1 + draw % 2 ** 128);
            leaves[i] = MerkleTree.leaf(accounts[i], amounts[i]);
            total += amounts[i];
        }
        _publishRoot(MerkleTree.root(leaves), total);
        bool[] memory flags = new bool[](count - 1);
        for (uint256 i; i < flags.length; ++i) {
            flags[i] = true;
        }
        distributor.claimMany(accounts, amounts, new bytes32[](0), flags);
        for (uint256 i; i < count; ++i) {
            assertEq(token.balanceOf(accounts[i]), amounts[i]);
        }
        assertEq(token.balanceOf(address(distributor)), 0);
    }

    /// @dev Otherwise anybody could stop a whole batch by claiming for one of it.
    function test_WhoWasPaidMeanwhileIsPassedOver() external {
        bytes32[] memory leaves = _publish(100, 200);
        _claim(leaves, 0, alice, 100);
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        distributor.claimMany(accounts, amounts, proof, flags);
        distributor.claimMany(accounts, amounts, proof, flags);
        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(bob), 200);
        assertEq(token.balanceOf(address(distributor)), 300);
    }

    function test_ABatchOfTheEpochBeforeCountsForAnHour() external {
        bytes32[] memory leaves = _publish(100, 200);
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        _publish(150, 250);
        vm.warp(NOW + 1 hours);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claimMany(accounts, amounts, proof, flags);
        vm.warp(NOW + 1 hours - 1);
        distributor.claimMany(accounts, amounts, proof, flags);
        assertEq(token.balanceOf(bob), 200);
    }

    function test_WhoCannotBePaidGetsACreditAndTheOthersArePaid() external {
        BlockingToken blocking = new BlockingToken();
        (RewardsDistributor ofIt, bytes32[] memory leaves) = _of(address(blocking));
        blocking.setBlocked(alice, true);
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        vm.expectEmit(address(ofIt));
        emit RewardsDistributor.Credited(alice, 100);
        ofIt.claimMany(accounts, amounts, proof, flags);
        assertEq(blocking.balanceOf(bob), 200);
        assertEq(ofIt.claimed(alice), 100);
        _assertCreditIsPaidOnce(ofIt, blocking);

        // What she earns later is claimed as ever.
        bytes32[] memory later = _leavesOf(130, 200);
        _publishAt(ofIt, MerkleTree.root(later), 630);
        ofIt.claim(alice, 130, MerkleTree.proof(later, 0));
        assertEq(blocking.balanceOf(alice), 130);
    }

    /// @dev Whoever sends the batch cannot turn a payment into a credit by sparing gas.
    function testFuzz_TooLittleGasFailsAsAWhole(uint256 gasLimit) external {
        BlockingToken blocking = new BlockingToken();
        (RewardsDistributor ofIt, bytes32[] memory leaves) = _of(address(blocking));
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        gasLimit = bound(gasLimit, 30_000, 500_000);
        try ofIt.claimMany{gas: gasLimit}(accounts, amounts, proof, flags) {
            assertEq(blocking.balanceOf(alice), 100);
            assertEq(blocking.balanceOf(bob), 200);
        } catch {
            assertEq(ofIt.claimed(alice), 0);
        }
        assertEq(ofIt.creditOf(alice) + ofIt.creditOf(bob), 0);
    }

    function test_ABatchFromInsideItselfPaysNobodyTwice() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        RewardsDistributor ofHook = _distributorOf(address(hook));
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = MerkleTree.leaf(address(account), 100);
        leaves[1] = MerkleTree.leaf(bob, 200);
        _publishAt(ofHook, MerkleTree.root(leaves), 1000);
        _setTwo(address(account), 100, bob, 200);
        bool[] memory flags = new bool[](1);
        flags[0] = true;
        bytes memory again = abi.encodeCall(RewardsDistributor.claimMany, (accounts, amounts, new bytes32[](0), flags));
        account.prepare(address(ofHook), again);
        ofHook.claimMany(accounts, amounts, new bytes32[](0), flags);
        assertTrue(account.entered());
        assertTrue(account.succeeded());
        assertEq(hook.balanceOf(address(account)), 100);
        assertEq(hook.balanceOf(bob), 200);
        assertEq(hook.balanceOf(address(ofHook)), 700);
    }

    /// @dev A payee that is paid in vain and claims a newer sum meanwhile has its old part as a credit, not as a claim again.
    function test_AClaimFromInsideAPaymentThatFailsIsNotPaidTwice() external {
        VainToken vain = new VainToken();
        ReenteringAccount account = new ReenteringAccount();
        vain.setHooks(address(account), true);
        RewardsDistributor ofIt = _distributorOf(address(vain));
        accounts.push(address(account));
        amounts.push(100);
        _publishAt(ofIt, MerkleTree.leaf(address(account), 100), 100);
        _publishAt(ofIt, MerkleTree.leaf(address(account), 150), 150);
        account.prepare(
            address(ofIt), abi.encodeCall(RewardsDistributor.claim, (address(account), 150, new bytes32[](0)))
        );
        ofIt.claimMany(accounts, amounts, new bytes32[](0), new bool[](0));
        assertTrue(account.succeeded());
        assertEq(vain.balanceOf(address(account)), 50);
        assertEq(ofIt.claimed(address(account)), 150);
        assertEq(ofIt.creditOf(address(account)), 100);
        ofIt.withdraw(address(account));
        assertEq(vain.balanceOf(address(account)), 150);
        assertEq(vain.balanceOf(address(ofIt)), 0);
    }

    function testFuzz_AnotherAccountOrAmountInABatchIsRefused(address account, uint256 amount, bool second) external {
        vm.assume(second ? account != bob || amount != 200 : account != alice || amount != 100);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(_publish(100, 200));
        if (second) _setTwo(alice, 100, account, amount);
        else _setTwo(account, amount, bob, 200);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claimMany(accounts, amounts, proof, flags);
    }

    function test_MalformedMultiproofsAreRefused() external {
        bytes32[] memory leaves = _publish(100, 200);
        _setTwo(alice, 100, bob, 200);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);

        // A flag too many, and one too few.
        _assertMalformed(proof, new bool[](3), MerkleProof.MerkleProofInvalidMultiproof.selector);
        _assertMalformed(proof, new bool[](1), MerkleProof.MerkleProofInvalidMultiproof.selector);
        // A hash too many, and none.
        _assertMalformed(new bytes32[](2), flags, MerkleProof.MerkleProofInvalidMultiproof.selector);
        _assertMalformed(new bytes32[](0), flags, MerkleProof.MerkleProofInvalidMultiproof.selector);
        // Flags that ask for more hashes than there are.
        bool[] memory other = new bool[](2);
        _assertMalformed(proof, other, bytes4(keccak256("Panic(uint256)")));
        // Flags in another order leave a hash unused, or lead elsewhere.
        (other[0], other[1]) = (false, true);
        _assertMalformed(proof, other, RewardsDistributor.InvalidProof.selector);
        distributor.claimMany(accounts, amounts, proof, flags);
    }

    function test_ALeafThatIsNamedTwiceIsRefused() external {
        bytes32[] memory leaves = _publish(100, 200);
        _setTwo(alice, 100, alice, 100);
        (bytes32[] memory proof, bool[] memory flags) = _pairProof(leaves);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claimMany(accounts, amounts, proof, flags);
    }

    /// @dev Even in a tree that has a leaf twice.
    function test_ALeafThatIsThereTwiceIsPaidOnce() external {
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = leaves[1] = MerkleTree.leaf(alice, 100);
        _publishRoot(MerkleTree.root(leaves), 200);
        _setTwo(alice, 100, alice, 100);
        bool[] memory flags = new bool[](1);
        flags[0] = true;
        distributor.claimMany(accounts, amounts, new bytes32[](0), flags);
        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(address(distributor)), 100);
    }

    /// @dev Without leaves, a multiproof of the root alone verifies.
    function test_ABatchOfNobodyIsRefused() external {
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = MerkleTree.root(_publish(100, 200));
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongBatch.selector, 0, 0));
        distributor.claimMany(accounts, amounts, proof, new bool[](0));
    }

    function test_AsManyAmountsAsAccounts() external {
        _publish(100, 200);
        _setTwo(alice, 100, bob, 200);
        amounts.push(1);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongBatch.selector, 2, 3));
        distributor.claimMany(accounts, amounts, new bytes32[](0), new bool[](1));
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.WrongBatch.selector, 2, 3));
        distributor.push(1, 0, accounts, amounts, new bytes32[](0));
    }

    function testFuzz_AnInnerNodeDoesNotPassForALeafOfABatch(address account, uint256 amount, bytes32 sibling)
        external
    {
        amount = bound(amount, 0, type(uint128).max);
        _publishRoot(MerkleTree.pair(keccak256(abi.encode(account, amount)), sibling), amount);
        accounts.push(account);
        amounts.push(amount);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = sibling;
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.claimMany(accounts, amounts, proof, new bool[](1));
    }

    // --- Pushes ---

    function test_ABatchIsPushedOnceWhoeverSendsIt() external {
        _setTwo(alice, 70, bob, 30);
        _publishPushes(distributor, _pushLeaf(1, 0), 100);
        assertFalse(distributor.isPushed(1, 0));
        vm.expectEmit(address(distributor));
        emit RewardsDistributor.Pushed(1, 0, 100);
        vm.prank(relayer);
        _push(distributor);
        assertTrue(distributor.isPushed(1, 0));
        assertEq(token.balanceOf(alice), 70);
        assertEq(token.balanceOf(bob), 30);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.AlreadyPushed.selector, 1, 0));
        _push(distributor);
    }

    /// @dev A push is no part of what an account claims, and neither takes from the other.
    function test_PushesAndClaimsArePaidBesideEachOther() external {
        _setTwo(alice, 70, bob, 30);
        bytes32[] memory leaves = _leavesOf(100, 200);
        Epoch memory epoch = _epoch(distributor, MerkleTree.root(leaves), 600);
        (epoch.pushRoot, epoch.pushTotal) = (_pushLeaf(1, 0), 100);
        _fund(distributor, 700);
        _propose(distributor, epoch);
        _claim(leaves, 0, alice, 100);
        _push(distributor);
        _claim(leaves, 1, bob, 200);
        _claim(leaves, 2, carol, 300);
        assertEq(token.balanceOf(alice), 170);
        assertEq(token.balanceOf(bob), 230);
        assertEq(distributor.claimed(alice), 100);
        assertEq(token.balanceOf(address(distributor)), 0);
    }

    function test_BatchesOfAnEpochArePushedInAnyOrderAndAfterTheNextEpoch() external {
        bytes32[] memory leaves = new bytes32[](3);
        for (uint256 batch; batch < 3; ++batch) {
            _setTwo(alice, 70 + batch, bob, 30);
            leaves[batch] = _pushLeaf(1, 255 + batch);
        }
        _publishPushes(distributor, MerkleTree.root(leaves), 303);
        _publish(100, 200);
        for (uint256 i; i < 3; ++i) {
            uint256 batch = 2 - i;
            _setTwo(alice, 70 + batch, bob, 30);
            distributor.push(1, 255 + batch, accounts, amounts, MerkleTree.proof(leaves, batch));
            assertTrue(distributor.isPushed(1, 255 + batch));
        }
        assertEq(token.balanceOf(alice), 213);
        assertEq(token.balanceOf(bob), 90);
    }

    function test_ABatchIsOfOneEpochAndOnePlace() external {
        _setTwo(alice, 70, bob, 30);
        bytes32 leaf = _pushLeaf(1, 0);
        _publishPushes(distributor, leaf, 100);
        _publishPushes(distributor, leaf, 100);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.push(2, 0, accounts, amounts, new bytes32[](0));
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.push(1, 1, accounts, amounts, new bytes32[](0));
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        distributor.push(3, 0, accounts, amounts, new bytes32[](0));
        _push(distributor);
    }

    function testFuzz_OnlyTheAccountsAndAmountsOfTheBatchArePushed(address account, uint256 amount) external {
        vm.assume(account != alice || amount != 70);
        _setTwo(alice, 70, bob, 30);
        _publishPushes(distributor, _pushLeaf(1, 0), 100);
        _setTwo(account, amount, bob, 30);
        vm.expectRevert(RewardsDistributor.InvalidProof.selector);
        _push(distributor);
    }

    function test_BatchesNeverPayMoreThanTheEpochSaidThatTheyDo() external {
        _setTwo(alice, 70, bob, 30);
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _pushLeaf(1, 0);
        leaves[1] = _pushLeaf(1, 1);
        _publish(100, 200);
        Epoch memory epoch = _epoch(distributor, distributor.root(), 600);
        leaves[0] = _pushLeaf(2, 0);
        leaves[1] = _pushLeaf(2, 1);
        (epoch.pushRoot, epoch.pushTotal) = (MerkleTree.root(leaves), 199);
        _fund(distributor, 199);
        _propose(distributor, epoch);
        distributor.push(2, 1, accounts, amounts, MerkleTree.proof(leaves, 1));
        bytes32[] memory proof = MerkleTree.proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.PushTooHigh.selector, 99, 100));
        distributor.push(2, 0, accounts, amounts, proof);
        assertEq(token.balanceOf(address(distributor)), 699);
    }

    function test_WhoCannotBePushedToGetsACredit() external {
        BlockingToken blocking = new BlockingToken();
        RewardsDistributor ofIt = _distributorOf(address(blocking));
        blocking.setBlocked(alice, true);
        _setTwo(alice, 100, bob, 200);
        _publishPushes(ofIt, _pushLeaf(1, 0), 300);
        _push(ofIt);
        assertEq(blocking.balanceOf(bob), 200);
        _assertCreditIsPaidOnce(ofIt, blocking);
    }

    function test_ATokenThatReturnsFalseLeavesACredit() external {
        FalseReturnToken refusing = new FalseReturnToken();
        RewardsDistributor ofIt = _distributorOf(address(refusing));
        _setTwo(alice, 100, bob, 200);
        _publishPushes(ofIt, _pushLeaf(1, 0), 300);
        refusing.setRefusing(true);
        _push(ofIt);
        assertEq(ofIt.creditOf(alice), 100);
        assertEq(ofIt.creditOf(bob), 200);
        refusing.setRefusing(false);
        ofIt.withdraw(alice);
        ofIt.withdraw(bob);
        assertEq(refusing.balanceOf(alice), 100);
        assertEq(refusing.balanceOf(bob), 200);
    }

    function test_ZeroSelfAndDoubleRecipientsHoldUpNobody() external {
        (accounts, amounts) = (new address[](0), new uint256[](0));
        address[5] memory listed = [address(0), address(distributor), alice, alice, address(distributor.pool())];
        for (uint256 i; i < 5; ++i) {
            accounts.push(listed[i]);
            amounts.push(10 + i);
        }
        accounts.push(bob);
        amounts.push(0);
        _publishPushes(distributor, _pushLeaf(1, 0), 60);
        _push(distributor);
        assertEq(distributor.creditOf(address(0)), 10);
        assertEq(distributor.creditOf(address(distributor)), 11);
        assertEq(token.balanceOf(alice), 25);
        assertEq(token.balanceOf(address(distributor.pool())), 14);
        assertEq(token.balanceOf(bob), 0);
        assertEq(token.balanceOf(address(distributor)), 21);
    }

    function test_APushFromInsideAPushIsRefused() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        RewardsDistributor ofHook = _distributorOf(address(hook));
        _setTwo(address(account), 70, bob, 30);
        _publishPushes(ofHook, _pushLeaf(1, 0), 100);
        _publishAt(ofHook, keccak256("root"), 1000);
        bytes memory again = abi.encodeCall(RewardsDistributor.push, (1, 0, accounts, amounts, new bytes32[](0)));
        account.prepare(address(ofHook), again);
        _push(ofHook);
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodeWithSelector(RewardsDistributor.AlreadyPushed.selector, 1, 0));
        assertEq(hook.balanceOf(address(account)), 70);
        assertEq(hook.balanceOf(bob), 30);
    }

    /// @dev Another batch from inside a push counts against what is left of the epoch's sum all the same.
    function test_AnotherBatchFromInsideAPushIsCounted() external {
        HookToken hook = new HookToken();
        ReenteringAccount account = new ReenteringAccount();
        hook.setHooks(address(account), true);
        RewardsDistributor ofHook = _distributorOf(address(hook));
        _setTwo(address(account), 70, bob, 30);
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _pushLeaf(1, 0);
        leaves[1] = _pushLeaf(1, 1);
        Epoch memory epoch = _epoch(ofHook, keccak256("root"), 1000);
        (epoch.pushRoot, epoch.pushTotal) = (MerkleTree.root(leaves), 150);
        _fund(ofHook, 1150);
        _propose(ofHook, epoch);
        account.prepare(
            address(ofHook),
            abi.encodeCall(RewardsDistributor.push, (1, 1, accounts, amounts, MerkleTree.proof(leaves, 1)))
        );
        ofHook.push(1, 0, accounts, amounts, MerkleTree.proof(leaves, 0));
        assertTrue(account.entered());
        assertFalse(account.succeeded());
        assertEq(account.answer(), abi.encodeWithSelector(RewardsDistributor.PushTooHigh.selector, 50, 100));
        assertEq(hook.balanceOf(address(ofHook)), 1050);
    }

    function test_SumsThatOverflowAreRefused() external {
        _setTwo(alice, type(uint256).max, bob, 1);
        _publishPushes(distributor, _pushLeaf(1, 0), 100);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _push(distributor);
    }

    function test_TooLittleGasForAPushFailsAsAWhole() external {
        BlockingToken blocking = new BlockingToken();
        RewardsDistributor ofIt = _distributorOf(address(blocking));
        blocking.setBlocked(alice, true);
        _setTwo(alice, 100, bob, 200);
        _publishPushes(ofIt, _pushLeaf(1, 0), 300);
        vm.expectRevert(Payments.GasTooLow.selector);
        ofIt.push{gas: 250_000}(1, 0, accounts, amounts, new bytes32[](0));
        assertFalse(ofIt.isPushed(1, 0));
    }

    function test_WhoHasNoCreditWithdrawsNothing() external {
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToWithdraw.selector, alice));
        distributor.withdraw(alice);
    }

    // --- Helpers ---

    function _setTwo(address first, uint256 firstAmount, address second, uint256 secondAmount) private {
        (accounts, amounts) = (new address[](0), new uint256[](0));
        accounts.push(first);
        amounts.push(firstAmount);
        accounts.push(second);
        amounts.push(secondAmount);
    }

    /// @dev The multiproof of the first two of four leaves.
    function _pairProof(bytes32[] memory leaves) private pure returns (bytes32[] memory proof, bool[] memory flags) {
        proof = new bytes32[](1);
        proof[0] = MerkleTree.pair(leaves[2], leaves[3]);
        flags = new bool[](2);
        flags[0] = true;
    }

    function _pushLeaf(uint64 number, uint256 batch) private view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(number, batch, accounts, amounts))));
    }

    /// @dev An epoch that pushes, and adds nothing to its tree.
    function _publishPushes(RewardsDistributor target, bytes32 pushRoot, uint256 total) private {
        Epoch memory epoch = _epoch(target, keccak256("root"), target.cumulativeTotal());
        (epoch.pushRoot, epoch.pushTotal) = (pushRoot, total);
        _fund(target, total);
        _propose(target, epoch);
    }

    function _push(RewardsDistributor target) private {
        target.push(1, 0, accounts, amounts, new bytes32[](0));
    }

    function _assertMalformed(bytes32[] memory proof, bool[] memory flags, bytes4 selector) private {
        try distributor.claimMany(accounts, amounts, proof, flags) {
            revert("a malformed multiproof was accepted");
        } catch (bytes memory reason) {
            // Of a panic the selector alone.
            // forge-lint: disable-next-line(unsafe-typecast)
            assertTrue(bytes4(reason) == selector);
        }
        assertEq(distributor.claimed(alice), 0);
    }

    /// @dev Alice is blocked and has a credit of 100.
    function _assertCreditIsPaidOnce(RewardsDistributor target, BlockingToken blocking) private {
        assertEq(target.creditOf(alice), 100);
        vm.expectRevert();
        target.withdraw(alice);
        assertEq(target.creditOf(alice), 100);
        blocking.setBlocked(alice, false);
        vm.expectEmit(address(target));
        emit RewardsDistributor.Withdrawn(alice, 100);
        target.withdraw(alice);
        assertEq(blocking.balanceOf(alice), 100);
        vm.expectRevert(abi.encodeWithSelector(RewardsDistributor.NothingToWithdraw.selector, alice));
        target.withdraw(alice);
    }
}
