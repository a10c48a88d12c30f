// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title CredentialStatusRegistry
/// @notice Where issuers revoke credentials: one bit a credential, 256 credentials a storage slot.
/// @dev Nobody is registered and nobody has a special right: the caller revokes in its own list. A revocation is final.
contract CredentialStatusRegistry {
    mapping(address issuer => mapping(uint256 word => uint256 bits)) private _revoked;

    /// @notice `issuer` revoked its credential `index`.
    event CredentialRevoked(address indexed issuer, uint256 indexed index);

    /// @notice The credential is revoked already.
    error AlreadyRevoked(address issuer, uint256 index);

    /// @notice Revokes the caller's credential `index`, for good.
    /// @dev WARNING: consecutive indexes share a slot and are cheap, but they tell an observer how many credentials were
    /// issued when; give out indexes at random within a block of 256 where that matters.
    /// @param index the position in the caller's own list
    function revoke(uint256 index) external {
        uint256 bits = _revoked[msg.sender][index >> 8];
        uint256 bit = 1 << (index & 0xff);
        if (bits & bit != 0) revert AlreadyRevoked(msg.sender, index);
        _revoked[msg.sender][index >> 8] = bits | bit;
        emit CredentialRevoked(msg.sender, index);
    }

    /// @notice Whether `issuer` revoked its credential `index`.
    /// @dev WARNING: false also for an index that was never issued: this is no proof that a credential exists.
    function isRevoked(address issuer, uint256 index) external view returns (bool) {
        return _revoked[issuer][index >> 8] & (1 << (index & 0xff)) != 0;
    }

    /// @notice The status of 256 credentials at once: bit `i` is set when credential `256 * word + i` is revoked.
    /// @dev WARNING: one word hides which credential is asked for; asking for one index does not.
    function statusWord(address issuer, uint256 word) external view returns (uint256) {
        return _revoked[issuer][word];
    }
}
