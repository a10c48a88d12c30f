// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "../support/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice The token for tests is an ERC-20 with permits that anyone may mint, and it gives nobody an allowance unasked.
contract TestTokenTest is Test {
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    TestToken private token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));
    uint256 private aliceKey = makeKey("alice");
    address private alice = makeAddr("alice");
    address private bob = makeAddr("bob");

    function test_ItHasTheNameSymbolAndDecimalsItWasGiven() external {
        assertEq(token.name(), "Test Dollar");
        assertEq(token.symbol(), "TUSD");
        assertEq(token.decimals(), 6);
        assertEq(TestToken(deployed("TestToken.sol:TestToken", abi.encode("", "", 0))).decimals(), 0);
    }

    function testFuzz_AnyoneMayMintAnyAmount(address minter, uint256 amount) external {
        vm.expectEmit(address(token));
        emit ERC20.Transfer(address(0), alice, amount);
        vm.prank(minter);
        token.mint(alice, amount);

        assertEq(token.balanceOf(alice), amount);
        assertEq(token.totalSupply(), amount);
    }

    function test_MintingMoreThanACountHoldsFails() external {
        token.mint(alice, type(uint256).max);
        vm.expectRevert(ERC20.TotalSupplyOverflow.selector);
        token.mint(bob, 1);
    }

    function test_ATransferMovesExactlyTheAmountAndNeverMoreThanThereIs() external {
        token.mint(alice, 10);
        vm.prank(alice);
        assertTrue(token.transfer(bob, 7));
        assertEq(token.balanceOf(alice), 3);
        assertEq(token.balanceOf(bob), 7);

        vm.expectRevert(ERC20.InsufficientBalance.selector);
        vm.prank(alice);
        assertFalse(token.transfer(bob, 4));
    }

    function test_AnAllowanceIsUsedUp() external {
        token.mint(alice, 10);
        vm.prank(alice);
        token.approve(bob, 7);
        vm.startPrank(bob);
        assertTrue(token.transferFrom(alice, bob, 7));
        assertEq(token.allowance(alice, bob), 0);
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        assertFalse(token.transferFrom(alice, bob, 1));
    }

    function test_Permit2HasNoAllowanceThatNobodyGaveIt() external {
        token.mint(alice, 10);
        assertEq(token.allowance(alice, PERMIT2), 0);
        vm.expectRevert(ERC20.InsufficientAllowance.selector);
        vm.prank(PERMIT2);
        assertFalse(token.transferFrom(alice, bob, 1));
    }

    function testFuzz_APermitGivesTheAllowanceOnce(uint256 amount, uint256 deadline) external {
        deadline = bound(deadline, block.timestamp, type(uint256).max);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, _permitDigest(amount, deadline));

        token.permit(alice, bob, amount, deadline, v, r, s);
        assertEq(token.allowance(alice, bob), amount);
        assertEq(token.nonces(alice), 1);

        vm.expectRevert(ERC20.InvalidPermit.selector);
        token.permit(alice, bob, amount, deadline, v, r, s);
    }

    function test_APermitHoldsUntilItsDeadlineAndNoLonger() external {
        uint256 deadline = block.timestamp + 100;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, _permitDigest(5, deadline));
        vm.warp(deadline + 1);
        vm.expectRevert(ERC20.PermitExpired.selector);
        token.permit(alice, bob, 5, deadline, v, r, s);

        vm.warp(deadline);
        token.permit(alice, bob, 5, deadline, v, r, s);
        assertEq(token.allowance(alice, bob), 5);
    }

    function test_APermitOfAnotherSignerAmountTokenOrChainIsRefused() external {
        uint256 deadline = block.timestamp;
        bytes32 digest = _permitDigest(5, deadline);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(makeKey("mallory"), digest);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        token.permit(alice, bob, 5, deadline, v, r, s);

        (v, r, s) = vm.sign(aliceKey, digest);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        token.permit(alice, bob, 6, deadline, v, r, s);

        TestToken twin = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));
        vm.expectRevert(ERC20.InvalidPermit.selector);
        twin.permit(alice, bob, 5, deadline, v, r, s);

        vm.chainId(vm.getChainId() + 1);
        vm.expectRevert(ERC20.InvalidPermit.selector);
        token.permit(alice, bob, 5, deadline, v, r, s);
    }

    function _permitDigest(uint256 amount, uint256 deadline) private view returns (bytes32) {
        bytes32 message = keccak256(abi.encode(PERMIT_TYPEHASH, alice, bob, amount, token.nonces(alice), deadline));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Test Dollar"),
                keccak256("1"),
                vm.getChainId(),
                address(token)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }
}
