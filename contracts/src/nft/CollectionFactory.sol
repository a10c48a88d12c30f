// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection, BadgeConfig} from "./BadgeCollection.sol";
import {CollectionConfig} from "./Vouchers.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

/// @dev What {VoucherCollection} and {EditionCollection} have in common here.
interface IInitializable {
    function initialize(CollectionConfig calldata config) external;
}

/// @title CollectionFactory
/// @notice Makes collections as ERC-1167 clones, for a tenth of the gas of deploying one, at addresses known beforehand.
/// @dev A clone costs each of its callers some 3,000 gas more for each transaction. It cannot be upgraded, nor can anyone but its owner
/// change anything in it: this factory has no power over what it made.
contract CollectionFactory {
    /// @notice What the clones of {createVouchers} run.
    address public immutable voucherImplementation;

    /// @notice What the clones of {createEditions} run.
    address public immutable editionImplementation;

    /// @notice What the clones of {createBadges} run.
    address public immutable badgeImplementation;

    /// @notice `collection` was made, and runs `implementation`.
    event CollectionCreated(address indexed collection, address indexed implementation, address indexed creator);

    /// @notice There is no contract to clone.
    error NoCode(address implementation);

    /// @param voucherImplementation_ any {VoucherCollection}; what it is itself does not matter to its clones
    /// @param editionImplementation_ any {EditionCollection}
    /// @param badgeImplementation_ any {BadgeCollection}
    constructor(address voucherImplementation_, address editionImplementation_, address badgeImplementation_) {
        voucherImplementation = _withCode(voucherImplementation_);
        editionImplementation = _withCode(editionImplementation_);
        badgeImplementation = _withCode(badgeImplementation_);
    }

    /// @notice Makes a {VoucherCollection}.
    /// @param salt distinguishes the caller's collections; the same caller cannot use one twice for the same kind
    /// @return collection its address, as {predict} told
    function createVouchers(CollectionConfig calldata config, bytes32 salt) external returns (address collection) {
        collection = _clone(voucherImplementation, salt);
        IInitializable(collection).initialize(config);
    }

    /// @notice Makes an {EditionCollection}.
    /// @param salt as for {createVouchers}
    /// @return collection its address, as {predict} told
    function createEditions(CollectionConfig calldata config, bytes32 salt) external returns (address collection) {
        collection = _clone(editionImplementation, salt);
        IInitializable(collection).initialize(config);
    }

    /// @notice Makes a {BadgeCollection}.
    /// @param salt as for {createVouchers}
    /// @return collection its address, as {predict} told
    function createBadges(BadgeConfig calldata config, bytes32 salt) external returns (address collection) {
        collection = _clone(badgeImplementation, salt);
        BadgeCollection(collection).initialize(config);
    }

    /// @notice Where `creator` makes a collection that runs `implementation` with `salt`.
    /// @dev WARNING: says nothing of who will own it: only `creator` can make it, but as whatever `creator` likes.
    function predict(address implementation, address creator, bytes32 salt) external view returns (address) {
        return Clones.predictDeterministicAddress(implementation, _saltOf(creator, salt));
    }

    function _clone(address implementation, bytes32 salt) private returns (address collection) {
        collection = Clones.cloneDeterministic(implementation, _saltOf(msg.sender, salt));
        emit CollectionCreated(collection, implementation, msg.sender);
    }

    /// @dev A clone of nothing would answer every call with success.
    function _withCode(address implementation) private view returns (address) {
        if (implementation.code.length == 0) revert NoCode(implementation);
        return implementation;
    }

    /// @dev With the creator in it, nobody can take an address that somebody else has announced.
    function _saltOf(address creator, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(creator, salt));
    }
}
