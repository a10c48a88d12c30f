// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMembership} from "../../src/nft/IMembership.sol";

/// @notice A membership whose tiers anybody may write, and which can be closed.
contract TierBook is IMembership {
    mapping(address account => uint8) private _tiers;
    bool private _closed;

    error Closed(address asked);

    function setTier(address account, uint8 tier) external {
        _tiers[account] = tier;
    }

    function setClosed(bool closed) external {
        _closed = closed;
    }

    function tierOf(address account) external view returns (uint8) {
        if (_closed) revert Closed(account);
        return _tiers[account];
    }
}
