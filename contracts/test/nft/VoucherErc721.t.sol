// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RawAnswer} from "../support/RawAnswer.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ERC721} from "solady/tokens/ERC721.sol";

/// @notice A redeemed token behaves by ERC-721, and says what is wrong by ERC-6093.
contract VoucherErc721Test is VoucherFixture {
    address private _operator;

    function setUp() public override {
        super.setUp();
        _operator = makeAddr("operator");
        give(recipient, 1);
        give(recipient, 2);
    }

    function test_TheHolderTheApprovedAndTheOperatorTransferAndTheApprovalEndsWithIt() public {
        vm.startPrank(recipient);
        vm.expectEmit(address(collection));
        emit ERC721.Transfer(recipient, stranger, 1);
        collection.transferFrom(recipient, stranger, 1);
        vm.expectEmit(address(collection));
        emit ERC721.Approval(recipient, buyer, 2);
        collection.approve(buyer, 2);
        vm.stopPrank();
        assertEq(collection.getApproved(2), buyer);
        vm.prank(buyer);
        collection.transferFrom(recipient, stranger, 2);
        assertEq(collection.getApproved(2), address(0));
        assertEq(collection.balanceOf(recipient), 0);
        assertEq(collection.balanceOf(stranger), 2);

        vm.prank(stranger);
        vm.expectEmit(address(collection));
        emit ERC721.ApprovalForAll(stranger, _operator, true);
        collection.setApprovalForAll(_operator, true);
        assertTrue(collection.isApprovedForAll(stranger, _operator));
        vm.startPrank(_operator);
        collection.approve(buyer, 1);
        collection.transferFrom(stranger, recipient, 2);
        vm.stopPrank();
        assertEq(collection.getApproved(1), buyer);
        vm.prank(stranger);
        collection.setApprovalForAll(_operator, false);
        vm.prank(_operator);
        vm.expectRevert(_insufficient(_operator, 1));
        collection.transferFrom(stranger, recipient, 1);
    }

    function test_ATokenThatDoesNotExistIsNamedInEveryError() public {
        vm.startPrank(recipient);
        collection.burn(2);
        for (uint256 id = 2; id <= 3; ++id) {
            bytes memory reason = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id);
            bytes[] memory calls = new bytes[](9);
            calls[0] = abi.encodeCall(collection.ownerOf, (id));
            calls[1] = abi.encodeCall(collection.getApproved, (id));
            calls[2] = abi.encodeCall(collection.tokenURI, (id));
            calls[3] = abi.encodeCall(collection.locked, (id));
            calls[4] = abi.encodeCall(collection.burn, (id));
            calls[5] = abi.encodeCall(collection.approve, (stranger, id));
            calls[6] = abi.encodeCall(collection.transferFrom, (recipient, stranger, id));
            calls[7] = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", recipient, stranger, id);
            calls[8] = abi.encodeWithSignature(
                "safeTransferFrom(address,address,uint256,bytes)", address(0), address(0), id, ""
            );
            for (uint256 i; i < calls.length; ++i) {
                (bool success, bytes memory answer) = address(collection).call(calls[i]);
                assertFalse(success);
                assertEq(answer, reason);
            }
        }
    }

    function test_AWrongOwnerReceiverApproverOperatorOrHolderIsNamed() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, stranger, 1, recipient));
        collection.transferFrom(stranger, buyer, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, address(0), 1, recipient));
        collection.transferFrom(address(0), buyer, 1);
        vm.prank(recipient);
        vm.expectRevert(_badReceiver(address(0)));
        collection.transferFrom(recipient, address(0), 1);

        vm.startPrank(stranger);
        vm.expectRevert(_insufficient(stranger, 1));
        collection.transferFrom(recipient, stranger, 1);
        vm.expectRevert(_insufficient(stranger, 1));
        collection.safeTransferFrom(recipient, stranger, 1);
        vm.expectRevert(_insufficient(stranger, 1));
        collection.burn(1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidApprover.selector, stranger));
        collection.approve(stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOperator.selector, address(0)));
        collection.setApprovalForAll(address(0), true);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOwner.selector, address(0)));
        collection.balanceOf(address(0));
        vm.stopPrank();

        // Who may transfer a token may not approve it, unless it may transfer all.
        vm.prank(recipient);
        collection.approve(buyer, 1);
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidApprover.selector, buyer));
        collection.approve(stranger, 1);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_AnApprovalOfOneTokenIsNoneOfAnotherAndEndsWithZero() public {
        vm.prank(recipient);
        collection.approve(buyer, 1);
        vm.prank(buyer);
        vm.expectRevert(_insufficient(buyer, 2));
        collection.transferFrom(recipient, buyer, 2);
        vm.prank(recipient);
        collection.approve(address(0), 1);
        vm.prank(buyer);
        vm.expectRevert(_insufficient(buyer, 1));
        collection.burn(1);
    }

    function test_TheHolderTheApprovedAndTheOperatorBurnAndTheEventSaysSo() public {
        give(recipient, 3);
        vm.startPrank(recipient);
        collection.approve(buyer, 2);
        collection.setApprovalForAll(_operator, true);
        vm.expectEmit(address(collection));
        emit ERC721.Transfer(recipient, address(0), 1);
        collection.burn(1);
        vm.stopPrank();
        vm.prank(buyer);
        collection.burn(2);
        vm.prank(_operator);
        collection.burn(3);
        assertEq(collection.balanceOf(recipient), 0);
        assertEq(collection.redemptionsOf(recipient), 3);
    }

    function test_ATransferToOneselfChangesNothing() public {
        vm.prank(recipient);
        collection.transferFrom(recipient, recipient, 1);
        assertEq(collection.ownerOf(1), recipient);
        assertEq(collection.balanceOf(recipient), 2);
        assertTrue(collection.isRedeemed(1));
    }

    /// @dev The marks of a token and the count of a buyer lie beside what a transfer writes.
    function testFuzz_TransfersLeaveMarksAndCountsAlone(address to, bool back) public {
        vm.assume(to != address(0));
        vm.prank(recipient);
        collection.transferFrom(recipient, to, 1);
        if (back) {
            vm.prank(to);
            collection.transferFrom(to, recipient, 1);
        }
        assertEq(collection.ownerOf(1), back ? recipient : to);
        assertTrue(collection.isRedeemed(1));
        assertFalse(collection.isCancelled(1));
        assertEq(collection.redemptionsOf(recipient), 2);
        if (to != recipient) assertEq(collection.redemptionsOf(to), 0);
    }

    /// @dev ERC-721 makes these calls payable; coin that came with them would be a gift to the payout.
    function test_CallsThatTheStandardMakesPayableTakeNoCoin() public {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(collection.transferFrom, (recipient, stranger, 1));
        calls[1] = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", recipient, stranger, 1);
        calls[2] =
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", recipient, stranger, 1, "");
        calls[3] = abi.encodeCall(collection.approve, (stranger, 1));
        vm.deal(recipient, 10);
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(recipient);
            (bool success, bytes memory answer) = address(collection).call{value: 7}(calls[i]);
            assertFalse(success);
            assertEq(answer, wrongPayment(0, 7));
        }
        assertEq(recipient.balance, 10);
        assertHolds(0, 0);
        assertEq(collection.ownerOf(1), recipient);
    }

    function test_ASafeTransferAsksAContractAndTellsItTheMessage() public {
        address willing = address(new RawAnswer(abi.encode(IERC721Receiver.onERC721Received.selector), false));
        vm.startPrank(recipient);
        vm.expectCall(willing, abi.encodeCall(IERC721Receiver.onERC721Received, (recipient, recipient, 1, "")), 1);
        collection.safeTransferFrom(recipient, willing, 1);
        collection.approve(_operator, 2);
        vm.stopPrank();
        vm.expectCall(
            willing, abi.encodeCall(IERC721Receiver.onERC721Received, (_operator, recipient, 2, "message")), 1
        );
        vm.prank(_operator);
        collection.safeTransferFrom(recipient, willing, 2, "message");
        assertEq(collection.balanceOf(willing), 2);
    }

    function test_ASafeTransferToAnAccountWithoutCodeIsATransfer() public {
        vm.startPrank(recipient);
        collection.safeTransferFrom(recipient, stranger, 1);
        collection.safeTransferFrom(recipient, stranger, 2, "message");
        assertEq(collection.balanceOf(stranger), 2);
    }

    function test_AReceiverThatRefusesAnswersWrongOrRevertsGetsNothing() public {
        _refusesReceiver(address(new RawAnswer("", false)), "");
        _refusesReceiver(address(new RawAnswer("", true)), _badReceiver);
        address wrong = address(new RawAnswer(abi.encode(bytes4(0xffffffff)), false));
        _refusesReceiver(wrong, _badReceiver);
        _refusesReceiver(address(token), _badReceiver);
        bytes memory own = abi.encodeWithSignature("NoTokensPlease(uint256)", 7);
        _refusesReceiver(address(new RawAnswer(own, true)), own);
    }

    function _refusesReceiver(address to, function(address) pure returns (bytes memory) reason) private {
        _refusesReceiver(to, reason(to));
    }

    function _refusesReceiver(address to, bytes memory reason) private {
        vm.startPrank(recipient);
        vm.expectRevert(reason);
        collection.safeTransferFrom(recipient, to, 1);
        vm.expectRevert(reason);
        collection.safeTransferFrom(recipient, to, 1, "message");
        vm.stopPrank();
        assertEq(collection.ownerOf(1), recipient);
    }

    function _badReceiver(address to) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, to);
    }

    function _insufficient(address operator, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, operator, tokenId);
    }
}
