// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestBlockingToken} from "../../src/testkit/TestBlockingToken.sol";

/// @notice A token with a block list that tests make as they please.
contract BlockingToken is TestBlockingToken {}
