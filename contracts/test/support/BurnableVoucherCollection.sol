// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";

/// @notice A voucher collection whose tokens can be burnt, as one that is built upon ours might allow.
contract BurnableVoucherCollection is VoucherCollection {
    constructor(
        string memory name_,
        string memory symbol_,
        string memory baseUri_,
        address owner_,
        address voucherSigner_,
        address payout_,
        uint96 royaltyBps_
    ) VoucherCollection(name_, symbol_, baseUri_, owner_, voucherSigner_, payout_, royaltyBps_) {}

    function burn(uint256 tokenId) external {
        _burn(msg.sender, tokenId);
    }
}
