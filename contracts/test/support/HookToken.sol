// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";

/// @notice What an account with hooks is told by a {HookToken}.
interface ITokenHooks {
    function tokensToSend() external;
    function tokensReceived() external;
}

/// @notice A token in the manner of ERC-777: the sender is called before the transfer and the recipient after it.
contract HookToken is TestToken {
    mapping(address account => bool) public hasHooks;

    constructor() TestToken("Hook", "HOOK", 6) {}

    function setHooks(address account, bool has) external {
        hasHooks[account] = has;
    }

    function _beforeTokenTransfer(address from, address, uint256) internal override {
        if (hasHooks[from]) ITokenHooks(from).tokensToSend();
    }

    function _afterTokenTransfer(address, address to, uint256) internal override {
        if (hasHooks[to]) ITokenHooks(to).tokensReceived();
    }
}
