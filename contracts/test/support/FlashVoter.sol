// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoyaltyToken} from "../../src/rewards/LoyaltyToken.sol";
import {ProductVote} from "../../src/rewards/ProductVote.sol";

/// @notice Lends all it has of a token for one call, and takes it back at its end.
contract FlashLender {
    LoyaltyToken private immutable _token;

    constructor(LoyaltyToken token) {
        _token = token;
    }

    function lend(bytes calldata action) external {
        uint256 amount = _token.balanceOf(address(this));
        require(_token.transfer(msg.sender, amount), "not lent");
        FlashVoter(msg.sender).onLoan(action);
        require(_token.transferFrom(msg.sender, address(this), amount), "not given back");
    }
}

/// @notice Votes, proposes or only stands there with what it has for the time of a call.
contract FlashVoter {
    LoyaltyToken private immutable _token;
    FlashLender private immutable _lender;
    ProductVote private immutable _vote;

    constructor(LoyaltyToken token, FlashLender lender, ProductVote vote) {
        (_token, _lender, _vote) = (token, lender, vote);
        token.approve(address(lender), type(uint256).max);
    }

    /// @notice Borrows everything, delegates it to itself, does to the vote what is asked, and gives it back.
    function attack(bytes calldata action) external {
        _lender.lend(action);
    }

    function onLoan(bytes calldata action) external {
        _token.delegate(address(this));
        require(_token.getVotes(address(this)) == _token.balanceOf(address(this)), "no votes on loan");
        if (action.length == 0) return;
        (bool success, bytes memory answer) = address(_vote).call(action);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
