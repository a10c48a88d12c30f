// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITokenHooks} from "./HookToken.sol";

/// @notice An account that, when it is paid or charged, calls back what it was told to and remembers how that ended.
contract ReenteringAccount is ITokenHooks {
    address public target;
    bytes public call;
    bool public entered;
    bool public succeeded;
    bytes public answer;

    receive() external payable {
        _reenter();
    }

    /// @notice What to call from inside the next payment.
    function prepare(address newTarget, bytes calldata newCall) external {
        target = newTarget;
        call = newCall;
        entered = false;
    }

    /// @notice Makes a call of its own, from outside.
    function execute(address to, bytes calldata data) external payable returns (bytes memory) {
        (bool success, bytes memory result) = to.call{value: msg.value}(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
        return result;
    }

    function tokensToSend() external {
        _reenter();
    }

    function tokensReceived() external {
        _reenter();
    }

    function _reenter() private {
        if (target == address(0) || entered) return;
        entered = true;
        (succeeded, answer) = target.call(call);
    }
}
