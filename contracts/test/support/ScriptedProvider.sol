// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRandomnessProvider} from "../../src/nft/IRandomnessProvider.sol";

/// @notice A provider of randomness that answers what the test tells it to, once it was asked by whom it knows.
contract ScriptedProvider is IRandomnessProvider {
    address public immutable blindBox;
    mapping(bytes32 saleId => uint256) public requests;
    mapping(bytes32 saleId => bytes32) private _words;

    error NotTheBlindBox();

    constructor(address blindBox_) {
        blindBox = blindBox_;
    }

    function request(bytes32 saleId) external {
        if (msg.sender != blindBox) revert NotTheBlindBox();
        ++requests[saleId];
    }

    function answer(bytes32 saleId, bytes32 word) external {
        _words[saleId] = word;
    }

    function randomness(bytes32 saleId) external view returns (bool ready, bytes32 word) {
        return (_words[saleId] != 0, _words[saleId]);
    }
}
