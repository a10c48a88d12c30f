// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @title TestToken
/// @notice An ERC-20 with ERC-2612 permits that anyone may mint: money for tests and local chains.
/// @dev WARNING: worthless by design. Never deploy it where somebody might take it for money.
contract TestToken is ERC20 {
    string private _name;
    string private _symbol;
    uint8 private immutable _decimals;

    /// @param name_ the token's name
    /// @param symbol_ its symbol
    /// @param decimals_ how many decimals its amounts are shown with
    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        _name = name_;
        _symbol = symbol_;
        _decimals = decimals_;
    }

    /// @notice Gives `amount` new units to `to`; anyone may call.
    /// @dev WARNING: that is the point of this token.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice The token's name.
    function name() public view override returns (string memory) {
        return _name;
    }

    /// @notice The token's symbol.
    function symbol() public view override returns (string memory) {
        return _symbol;
    }

    /// @notice How many decimals amounts are shown with.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /// @dev Solady gives Permit2 an infinite allowance; a token that tests approvals must not.
    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }
}
