// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoyaltyToken, LoyaltyTokenConfig} from "../../src/rewards/LoyaltyToken.sol";
import {Test} from "../support/Test.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @notice Points stay with their holders unless it was said otherwise at the start, and no more of them come than the
/// schedule and the supply allow.
contract LoyaltyTokenTest is Test {
    uint64 private constant START = 1_800_000_000;
    uint64 private constant WEEK = 7 days;
    uint256 private constant MAX_SUPPLY = 1_000_000;
    uint256 private constant CAP = 1000;
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes32 private constant DELEGATION = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");

    address private owner = makeAddr("owner");
    address private minter = makeAddr("minter");
    address private bob = makeAddr("bob");
    uint256 private aliceKey = makeKey("alice");
    address private alice = vm.addr(aliceKey);
    LoyaltyToken private points = _deploy(_config());
    LoyaltyToken private coin = _deploy(_openConfig());
    LoyaltyToken private scheduled = _deploy(_scheduledConfig());

    function setUp() external {
        vm.warp(START);
    }

    // --- What it is ---

    function test_ItKnowsWhatItWasConfiguredWith() external view {
        assertEq(points.name(), "Tea Points");
        assertEq(points.symbol(), "TEA");
        assertEq(points.decimals(), 2);
        assertEq(points.owner(), owner);
        assertEq(points.maxSupply(), MAX_SUPPLY);
        assertTrue(points.hasAnyRole(minter, points.ROLE_MINTER()));
        assertFalse(points.transferable());
        assertFalse(points.votes());
        assertTrue(coin.transferable());
        assertTrue(coin.votes());
        assertEq(scheduled.epochLength(), WEEK);
        assertEq(scheduled.epochCap(), CAP);
        assertEq(scheduled.startsAt(), START);
    }

    function test_TheOwnerMustBeSomebodyAndAScheduleWhole() external {
        LoyaltyTokenConfig memory config = _config();
        config.owner = address(0);
        vm.expectRevert(LoyaltyToken.ZeroAddress.selector);
        _deploy(config);
        config = _config();
        config.epochLength = WEEK;
        vm.expectRevert(LoyaltyToken.WrongSchedule.selector);
        _deploy(config);
        config = _config();
        config.epochCap = CAP;
        vm.expectRevert(LoyaltyToken.WrongSchedule.selector);
        _deploy(config);
        config = _config();
        config.halvingEpochs = 1;
        vm.expectRevert(LoyaltyToken.WrongSchedule.selector);
        _deploy(config);
    }

    function test_VotesHaveRoomFor208Bits() external {
        LoyaltyTokenConfig memory config = _openConfig();
        config.maxSupply = uint256(type(uint208).max) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(LoyaltyToken.SupplyTooHigh.selector, type(uint208).max, config.maxSupply)
        );
        _deploy(config);
        config.maxSupply = type(uint208).max;
        LoyaltyToken largest = _deploy(config);
        _mint(largest, alice, type(uint208).max);
        assertEq(largest.totalSupply(), type(uint208).max);
        config.votes = false;
        config.maxSupply = type(uint256).max;
        _mint(_deploy(config), alice, type(uint256).max);
    }

    // --- Minting and burning ---

    function test_AMinterMintsToManyAndTheOwnerAppointsMinters() external {
        address[] memory accounts = new address[](3);
        uint256[] memory amounts = new uint256[](3);
        (accounts[0], accounts[1], accounts[2]) = (alice, bob, alice);
        (amounts[0], amounts[1], amounts[2]) = (100, 50, 1);
        vm.expectEmit(address(points));
        emit LoyaltyToken.EpochMinted(7, 151);
        vm.prank(minter);
        points.mint(7, accounts, amounts);
        assertEq(points.balanceOf(alice), 101);
        assertEq(points.balanceOf(bob), 50);
        assertEq(points.totalSupply(), 151);

        uint256 role = points.ROLE_MINTER();
        vm.prank(owner);
        points.revokeRoles(minter, role);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(minter);
        points.mint(7, accounts, amounts);
    }

    function testFuzz_NobodyElseMintsOrBurnsPoints(address other) external {
        vm.assume(other != minter);
        _mint(points, alice, 100);
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, 1);
        vm.startPrank(other);
        vm.expectRevert(Ownable.Unauthorized.selector);
        points.mint(1, accounts, amounts);
        vm.expectRevert(Ownable.Unauthorized.selector);
        points.burn(alice, 1);
    }

    function test_EvenTheirHolderDoesNotBurnPoints() external {
        _mint(points, alice, 100);
        vm.expectRevert(Ownable.Unauthorized.selector);
        vm.prank(alice);
        points.burn(alice, 1);
        vm.prank(minter);
        points.burn(alice, 30);
        assertEq(points.balanceOf(alice), 70);
        assertEq(points.totalSupply(), 70);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 70, 71));
        vm.prank(minter);
        points.burn(alice, 71);
    }

    function test_WhatIsTransferableIsBurntByItsHolderAndNotByTheMinter() external {
        _mint(coin, alice, 100);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, minter, 0, 10));
        vm.prank(minter);
        coin.burn(alice, 10);
        vm.prank(alice);
        coin.burn(alice, 10);
        vm.prank(alice);
        coin.approve(minter, 10);
        vm.prank(minter);
        coin.burn(alice, 10);
        assertEq(coin.balanceOf(alice), 80);
        assertEq(coin.allowance(alice, minter), 0);
    }

    function testFuzz_ThereIsNeverMoreThanTheMost(uint256 first, uint256 second) external {
        first = bound(first, 0, MAX_SUPPLY);
        second = bound(second, 0, type(uint256).max - first);
        _mint(points, alice, first);
        (address[] memory accounts, uint256[] memory amounts) = _one(bob, second);
        if (first + second > MAX_SUPPLY) {
            vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.SupplyTooHigh.selector, MAX_SUPPLY, first + second));
        }
        vm.prank(minter);
        points.mint(1, accounts, amounts);
        assertLe(points.totalSupply(), MAX_SUPPLY);
    }

    function test_BatchesAreWholeAndGoToSomebody() external {
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, 1);
        vm.startPrank(minter);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongBatch.selector, 1, 0));
        points.mint(1, accounts, new uint256[](0));
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongBatch.selector, 0, 0));
        points.mint(1, new address[](0), new uint256[](0));
        accounts[0] = address(0);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        points.mint(1, accounts, amounts);
        accounts = new address[](2);
        amounts = new uint256[](2);
        (amounts[0], amounts[1]) = (type(uint256).max, 1);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        points.mint(1, accounts, amounts);
    }

    // --- Emission ---

    function test_AnEpochMintsAtMostItsBoundHoweverOftenAndLate() external {
        assertEq(scheduled.currentEpoch(), 1);
        _mintFor(scheduled, 1, 600);
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, 401);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.EmissionTooHigh.selector, 1, 400, 401));
        vm.prank(minter);
        scheduled.mint(1, accounts, amounts);
        vm.warp(START + 10 * WEEK);
        _mintFor(scheduled, 1, 400);
        assertEq(scheduled.mintedIn(1), CAP);
        assertEq(scheduled.currentEpoch(), 11);
    }

    /// @dev What is burnt is not minted again for the same epoch.
    function test_BurningMakesNoRoomInAnEpoch() external {
        _mintFor(scheduled, 1, CAP);
        vm.prank(minter);
        scheduled.burn(alice, CAP);
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, 1);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.EmissionTooHigh.selector, 1, 0, 1));
        vm.prank(minter);
        scheduled.mint(1, accounts, amounts);
    }

    function test_NothingIsMintedForAnEpochThatHasNotBegun() external {
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, 1);
        vm.startPrank(minter);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongEpoch.selector, 1, 2));
        scheduled.mint(2, accounts, amounts);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongEpoch.selector, 1, 0));
        scheduled.mint(0, accounts, amounts);
        vm.warp(START - 1);
        assertEq(scheduled.currentEpoch(), 0);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongEpoch.selector, 0, 1));
        scheduled.mint(1, accounts, amounts);
        vm.warp(START + WEEK - 1);
        vm.expectRevert(abi.encodeWithSelector(LoyaltyToken.WrongEpoch.selector, 1, 2));
        scheduled.mint(2, accounts, amounts);
        vm.warp(START + WEEK);
        scheduled.mint(2, accounts, amounts);
    }

    function testFuzz_TheBoundIsHalvedAfterSoManyEpochs(uint64 epoch) external view {
        assertEq(scheduled.capOf(1), CAP);
        assertEq(scheduled.capOf(4), CAP);
        assertEq(scheduled.capOf(5), CAP / 2);
        assertEq(scheduled.capOf(0), 0);
        assertEq(points.capOf(epoch), type(uint256).max);
        if (epoch == 0) return;
        uint256 halvings = (epoch - 1) / 4;
        assertEq(scheduled.capOf(epoch), halvings > 255 ? 0 : CAP / 2 ** halvings);
    }

    // --- Points stay with their holders ---

    function testFuzz_PointsAreNeitherPassedOnNorApproved(address to, uint256 amount) external {
        vm.assume(to != address(0));
        amount = bound(amount, 0, 100);
        _mint(points, alice, 100);
        _assertStays(points, abi.encodeCall(points.transfer, (to, amount)));
        _assertStays(points, abi.encodeCall(points.approve, (to, amount)));
        // An allowance of nothing suffices to take nothing, and not even that moves.
        _assertStays(points, abi.encodeCall(points.transferFrom, (alice, to, 0)));
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(points, to, amount, 0, START);
        vm.expectRevert(LoyaltyToken.NotTransferable.selector);
        points.permit(alice, to, amount, START, v, r, s);
        assertEq(points.balanceOf(alice), 100);
    }

    function test_PointsDoNotVote() external {
        _mint(points, alice, 100);
        vm.expectRevert(LoyaltyToken.NoVotes.selector);
        vm.prank(alice);
        points.delegate(alice);
        assertEq(points.getVotes(alice), 0);
    }

    function test_PointsThatStayCanVote() external {
        LoyaltyTokenConfig memory config = _config();
        config.votes = true;
        LoyaltyToken voting = _deploy(config);
        vm.prank(alice);
        voting.delegate(bob);
        _mint(voting, alice, 100);
        assertEq(voting.getVotes(bob), 100);
        _assertStays(voting, abi.encodeCall(voting.transfer, (bob, 1)));
        vm.prank(minter);
        voting.burn(alice, 40);
        assertEq(voting.getVotes(bob), 60);
    }

    // --- What is transferable ---

    function test_WhatIsTransferableIsPassedOn() external {
        _mint(coin, alice, 100);
        vm.prank(alice);
        assertTrue(coin.transfer(bob, 40));
        assertEq(coin.balanceOf(bob), 40);
        vm.prank(bob);
        coin.approve(minter, 15);
        vm.prank(minter);
        assertTrue(coin.transferFrom(bob, alice, 15));
        assertEq(coin.balanceOf(alice), 75);
    }

    function test_APermitAllowsOnceAndUntilItsDeadline() external {
        _mint(coin, alice, 100);
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(coin, bob, 30, 0, START);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, START));
        coin.permit(alice, bob, 30, START, v, r, s);
        vm.warp(START);
        coin.permit(alice, bob, 30, START, v, r, s);
        assertEq(coin.allowance(alice, bob), 30);
        assertEq(coin.nonces(alice), 1);
        vm.expectRevert();
        coin.permit(alice, bob, 30, START, v, r, s);
    }

    function test_APermitsSignatureHasOneForm() external {
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(coin, bob, 30, 0, START);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes32 high = bytes32(order - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        coin.permit(alice, bob, 30, START, v ^ 7, r, high);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        coin.permit(address(0), bob, 30, START, 0, r, s);
        coin.permit(alice, bob, 30, START, v, r, s);
        assertEq(coin.allowance(alice, bob), 30);
    }

    function testFuzz_APermitIsOfOneTokenOneChainAndOneSpender(address spender) external {
        vm.assume(spender != bob && spender != address(0));
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(coin, bob, 30, 0, START);
        vm.expectRevert();
        coin.permit(alice, spender, 30, START, v, r, s);
        LoyaltyToken other = _deploy(_openConfig());
        vm.expectRevert();
        other.permit(alice, bob, 30, START, v, r, s);
        vm.chainId(10);
        vm.expectRevert();
        coin.permit(alice, bob, 30, START, v, r, s);
    }

    // --- Votes ---

    function test_VotesAreCheckpointedByTime() external {
        assertEq(coin.clock(), START);
        assertEq(coin.CLOCK_MODE(), "mode=timestamp");
        vm.prank(alice);
        coin.delegate(alice);
        _mint(coin, alice, 100);
        vm.warp(START + 10);
        vm.prank(alice);
        assertTrue(coin.transfer(bob, 40));
        vm.warp(START + 20);
        assertEq(coin.getPastVotes(alice, START), 100);
        assertEq(coin.getPastVotes(alice, START + 9), 100);
        assertEq(coin.getPastVotes(alice, START + 10), 60);
        assertEq(coin.getVotes(bob), 0);
        assertEq(coin.getPastTotalSupply(START + 19), 100);
    }

    function test_DelegationBySignatureCountsOnce() external {
        _mint(coin, alice, 100);
        bytes32 digest = _digest(coin, keccak256(abi.encode(DELEGATION, bob, 0, START)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, digest);
        coin.delegateBySig(bob, 0, START, v, r, s);
        assertEq(coin.getVotes(bob), 100);
        vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, alice, 1));
        coin.delegateBySig(bob, 0, START, v, r, s);
    }

    /// @dev Votes are what is held by those who delegated, whatever happens in between.
    function testFuzz_VotesAreConserved(uint256 seed) external {
        address[4] memory holders = [alice, bob, minter, owner];
        for (uint256 i; i < 30; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            address holder = holders[draw % 4];
            address other = holders[(draw >> 8) % 4];
            uint256 amount = (draw >> 128) % (coin.balanceOf(holder) + 1);
            if ((draw >> 16) % 4 == 0) {
                _mint(coin, holder, (draw >> 128) % 1000);
            } else {
                vm.prank(holder);
                if ((draw >> 16) % 4 == 1) coin.delegate(other);
                else if ((draw >> 16) % 4 == 2) assertTrue(coin.transfer(other, amount));
                else coin.burn(holder, amount);
            }
        }
        uint256 delegated;
        uint256 voting;
        for (uint256 i; i < 4; ++i) {
            if (coin.delegates(holders[i]) != address(0)) delegated += coin.balanceOf(holders[i]);
            voting += coin.getVotes(holders[i]);
        }
        assertEq(voting, delegated);
    }

    // --- Helpers ---

    /// @dev Alice calls.
    function _assertStays(LoyaltyToken token, bytes memory call) private {
        vm.prank(alice);
        (bool success, bytes memory answer) = address(token).call(call);
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(LoyaltyToken.NotTransferable.selector));
    }

    function _config() private view returns (LoyaltyTokenConfig memory) {
        return LoyaltyTokenConfig({
            name: "Tea Points",
            symbol: "TEA",
            decimals: 2,
            owner: owner,
            minter: minter,
            maxSupply: MAX_SUPPLY,
            startsAt: 0,
            epochLength: 0,
            epochCap: 0,
            halvingEpochs: 0,
            transferable: false,
            votes: false
        });
    }

    function _openConfig() private view returns (LoyaltyTokenConfig memory config) {
        config = _config();
        (config.transferable, config.votes) = (true, true);
    }

    function _scheduledConfig() private view returns (LoyaltyTokenConfig memory config) {
        config = _config();
        (config.startsAt, config.epochLength, config.epochCap, config.halvingEpochs) = (START, WEEK, CAP, 4);
    }

    function _deploy(LoyaltyTokenConfig memory config) private returns (LoyaltyToken) {
        return LoyaltyToken(deployed("LoyaltyToken.sol:LoyaltyToken", abi.encode(config)));
    }

    function _mint(LoyaltyToken token, address account, uint256 amount) private {
        (address[] memory accounts, uint256[] memory amounts) = _one(account, amount);
        vm.prank(minter);
        token.mint(1, accounts, amounts);
    }

    function _mintFor(LoyaltyToken token, uint64 epoch, uint256 amount) private {
        (address[] memory accounts, uint256[] memory amounts) = _one(alice, amount);
        vm.prank(minter);
        token.mint(epoch, accounts, amounts);
    }

    function _one(address account, uint256 amount)
        private
        pure
        returns (address[] memory accounts, uint256[] memory amounts)
    {
        accounts = new address[](1);
        amounts = new uint256[](1);
        (accounts[0], amounts[0]) = (account, amount);
    }

    function _signPermit(LoyaltyToken token, address spender, uint256 amount, uint256 nonce, uint256 deadline)
        private
        view
        returns (uint8, bytes32, bytes32)
    {
        return vm.sign(aliceKey, _digest(token, keccak256(abi.encode(PERMIT, alice, spender, amount, nonce, deadline))));
    }

    function _digest(LoyaltyToken token, bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
    }
}
