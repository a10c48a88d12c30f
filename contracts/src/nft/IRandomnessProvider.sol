// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IRandomnessProvider
/// @notice What a sale of blind boxes may name in place of a block hash, a verifiable random function for instance.
/// @dev WARNING: the buyers trust it as they would have trusted the block's proposer. It must make one random word for each
/// sale, after {request} and never again, and take requests from the blind box contract alone: from anybody else one could come
/// before the sale is closed.
interface IRandomnessProvider {
    /// @notice Asks for the random word of a sale. Called once, when nothing can be bought any more.
    function request(bytes32 saleId) external;

    /// @notice The random word of a sale.
    /// @return ready whether it is there
    /// @return word the word, the same for ever
    function randomness(bytes32 saleId) external view returns (bool ready, bytes32 word);
}
