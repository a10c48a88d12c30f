// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IERC5643
/// @notice ERC-5643: tokens that are subscriptions, of which each has an expiry that can be moved.
interface IERC5643 {
    /// @notice The token's subscription expires at `expiration`.
    event SubscriptionUpdate(uint256 indexed tokenId, uint64 expiration);

    /// @notice Moves the expiry of a token by `duration` seconds.
    function renewSubscription(uint256 tokenId, uint64 duration) external payable;

    /// @notice Ends the subscription of a token.
    function cancelSubscription(uint256 tokenId) external payable;

    /// @notice When the subscription of a token expires, in seconds since 1970.
    function expiresAt(uint256 tokenId) external view returns (uint64);

    /// @notice Whether the subscription of a token can be renewed.
    function isRenewable(uint256 tokenId) external view returns (bool);
}
