// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title TestMulticall
/// @notice Answers `aggregate3` as Multicall3 does, for local chains, which do not have Multicall3.
/// @dev WARNING: for tests alone. It passes no value on and has none of Multicall3's other functions.
contract TestMulticall {
    /// @notice One call: where to, whether it may fail, and its data.
    struct Call3 {
        address target;
        bool allowFailure;
        bytes callData;
    }

    /// @notice What became of one call.
    struct Result {
        bool success;
        bytes returnData;
    }

    /// @notice A call failed that must not.
    /// @param index its place among the calls, from 0
    error CallFailed(uint256 index);

    /// @notice Makes the calls one after another.
    /// @dev WARNING: to what is called, this contract is the caller.
    /// @param calls what to call
    /// @return returnData one result a call, in their order
    function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory returnData) {
        returnData = new Result[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, bytes memory data) = calls[i].target.call(calls[i].callData);
            if (!success && !calls[i].allowFailure) revert CallFailed(i);
            returnData[i] = Result(success, data);
        }
    }
}
