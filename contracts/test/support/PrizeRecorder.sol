// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPrizeMinter} from "../../src/nft/IPrizeMinter.sol";

/// @notice A minter that writes down whom it gave each prize, and can be told to refuse or to call something back.
contract PrizeRecorder is IPrizeMinter {
    mapping(uint256 prizeId => address) public holder;
    mapping(uint256 prizeId => uint256) public deliveries;
    uint256 public total;
    bytes32 public lastSale;
    bool public refuses;
    bytes public callback;
    bool public calledBack;
    bytes public answer;

    error OutOfStock();

    function deliver(bytes32 saleId, address to, uint256 prizeId) external {
        if (refuses) revert OutOfStock();
        holder[prizeId] = to;
        ++deliveries[prizeId];
        ++total;
        lastSale = saleId;
        if (callback.length != 0) (calledBack, answer) = msg.sender.call(callback);
    }

    function setRefuses(bool newRefuses) external {
        refuses = newRefuses;
    }

    function setCallback(bytes calldata newCallback) external {
        callback = newCallback;
    }
}
