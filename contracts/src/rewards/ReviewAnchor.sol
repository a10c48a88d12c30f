// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RootAnchor} from "../common/RootAnchor.sol";

/// @title ReviewAnchor
/// @notice Where platforms anchor the roots of their books of reviews: one root for each seal of a book, so that no two viewers
/// can be shown different reviews of one moment.
/// @dev The tree's size is the number of entries of all items. WARNING: a root proves what the book said, not that a buyer wrote
/// it: check the signatures of the reviews as well. Whoever relies on a book compares an item's entries between two roots.
contract ReviewAnchor is RootAnchor {}
