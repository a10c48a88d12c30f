// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection} from "../../src/nft/BadgeCollection.sol";
import {Cheats} from "./Test.sol";

/// @notice Minters and holders who do everything that can be done with badges in any order, and the same in plain
/// Solidity: an owner and a balance in storage for each.
contract BadgeHandler is Cheats {
    BadgeCollection private immutable _badges;
    address private immutable _minter;

    /// @dev In ascending order.
    address[] private _people;
    address[] private _ownerOf;
    mapping(bytes32 keyAndRecipients => bool) private _used;

    mapping(address account => uint256) public balanceOf;
    uint256 public burnt;
    uint256 public batches;

    /// @notice How often the collection did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    constructor(BadgeCollection badges, address minter, address[] memory accounts) {
        _badges = badges;
        _minter = minter;
        _people = accounts;
    }

    /// @notice Mints to those people whose bit is set, now and then under a key that may have been used.
    function mint(uint256 choice, uint256 key, bool once) external {
        uint256 size;
        address[] memory recipients = new address[](_people.length);
        for (uint256 i; i < _people.length; ++i) {
            if (choice >> i & 1 == 1) recipients[size++] = _people[i];
        }
        if (size == 0) return;
        assembly ("memory-safe") {
            mstore(recipients, size)
        }
        bytes32 salt = bytes32(key % 2);
        bool good = !once || !_used[keccak256(abi.encode(salt, recipients))];
        vm.prank(_minter);
        if (once) {
            try _badges.mintOnce(salt, recipients) returns (uint256 first) {
                if (!good || first != _ownerOf.length + 1) ++mistakes;
                _used[keccak256(abi.encode(salt, recipients))] = true;
            } catch {
                if (good) ++mistakes;
                return;
            }
        } else if (_badges.mint(recipients) != _ownerOf.length + 1) {
            ++mistakes;
        }
        ++batches;
        for (uint256 i; i < size; ++i) {
            _ownerOf.push(recipients[i]);
            ++balanceOf[recipients[i]];
        }
    }

    /// @notice Somebody, most often the holder, passes a badge on to somebody.
    function pass(uint256 tokenSeed, uint256 callerSeed, uint256 personSeed) external {
        if (_ownerOf.length == 0) return;
        uint256 index = tokenSeed % _ownerOf.length;
        address from = _ownerOf[index];
        address to = _people[personSeed % _people.length];
        address caller = callerSeed % 4 == 0 ? _people[callerSeed % _people.length] : from;
        bool good = from != address(0) && caller == from && _badges.transferable();
        vm.prank(caller);
        try _badges.transferFrom(from, to, index + 1) {
            if (!good) ++mistakes;
            --balanceOf[from];
            ++balanceOf[to];
            _ownerOf[index] = to;
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice Somebody, most often the holder, burns a badge.
    function burn(uint256 tokenSeed, uint256 callerSeed) external {
        if (_ownerOf.length == 0) return;
        uint256 index = tokenSeed % _ownerOf.length;
        address from = _ownerOf[index];
        address caller = callerSeed % 4 == 0 ? _people[callerSeed % _people.length] : from;
        bool good = from != address(0) && caller == from;
        vm.prank(caller);
        try _badges.burn(index + 1) {
            if (!good) ++mistakes;
            --balanceOf[from];
            ++burnt;
            _ownerOf[index] = address(0);
        } catch {
            if (good) ++mistakes;
        }
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    /// @notice By token id less one; zero for the burnt.
    function owners() external view returns (address[] memory) {
        return _ownerOf;
    }
}
