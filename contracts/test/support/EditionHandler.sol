// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EditionCollection} from "../../src/nft/EditionCollection.sol";
import {Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {Cheats} from "./Test.sol";

/// @notice Buyers, holders and an owner who do everything that can be done with copies in any order, and a plain model of what
/// must come of it.
contract EditionHandler is Cheats {
    EditionCollection private immutable _edition;
    address private immutable _owner;
    uint256 private immutable _key;
    uint256 private immutable _items;
    uint256 private immutable _serials;

    address[] private _people;

    /// @notice What the model says of a copy, of an item and of a person's copies.
    mapping(uint256 tokenId => bool) public redeemed;
    mapping(uint256 tokenId => bool) public cancelled;
    mapping(uint256 item => uint256) public supplyOf;
    mapping(uint256 item => bool) public soulbound;
    mapping(uint256 item => uint256) public minted;
    mapping(uint256 item => uint256) public burnt;
    mapping(uint256 item => mapping(address person => uint256)) public balanceOf;
    mapping(uint256 item => mapping(address person => uint256)) public limitedRedemptionsOf;

    /// @notice How often the collection did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    constructor(EditionCollection edition, address owner, uint256 key, uint256 items, uint256 serials) {
        (_edition, _owner, _key, _items, _serials) = (edition, owner, key, items, serials);
        _people.push(makeAddr("first holder"));
        _people.push(makeAddr("second holder"));
        _people.push(makeAddr("third holder"));
    }

    /// @notice Redeems a voucher of any copy, also one that is gone, now and then with a limit or for good.
    function redeem(uint256 itemSeed, uint256 serialSeed, uint256 personSeed, uint256 oddSeed) external {
        Voucher memory v;
        v.tokenId = _id(itemSeed % _items, serialSeed % _serials);
        v.recipient = _people[personSeed % _people.length];
        v.validUntil = type(uint64).max;
        v.maxPerBuyer = uint32(oddSeed % 2 == 0 ? oddSeed % 5 : 0);
        v.soulbound = oddSeed % 8 == 7;
        uint256 item = itemSeed % _items;
        bool within = v.maxPerBuyer == 0 || limitedRedemptionsOf[item][v.recipient] < v.maxPerBuyer;
        bool good = within && !_marked(v.tokenId) && _inSupply(v.tokenId) && (!v.soulbound || soulbound[item]);
        bytes memory sig = signature(_key, _edition.voucherDigest(v));
        try _edition.redeem(v, sig) {
            if (!good) ++mistakes;
            _mint(v.recipient, v.tokenId);
            if (v.maxPerBuyer != 0) ++limitedRedemptionsOf[item][v.recipient];
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice Redeems a list of neighbouring copies, which may run past the supply.
    function redeemList(uint256 itemSeed, uint256 serialSeed, uint256 personSeed, uint256 size, bool skip) external {
        VoucherList memory list;
        list.firstTokenId = _id(itemSeed % _items, serialSeed % _serials);
        list.recipients = new address[](size % 4);
        list.validUntil = type(uint64).max;
        bool good = list.recipients.length == 0 || _inSupply(list.firstTokenId + list.recipients.length - 1);
        for (uint256 i; i < list.recipients.length; ++i) {
            list.recipients[i] = _people[(personSeed % 8 + i) % _people.length];
            if (!skip && _marked(list.firstTokenId + i)) good = false;
        }
        bytes memory sig = signature(_key, _edition.voucherListDigest(list));
        try _edition.redeemList(list, sig, skip) returns (bool[] memory done) {
            if (!good) ++mistakes;
            for (uint256 i; i < done.length; ++i) {
                if (done[i] == _marked(list.firstTokenId + i)) ++mistakes;
                if (done[i]) _mint(list.recipients[i], list.firstTokenId + i);
            }
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice Hands copies on, or tries to.
    function pass(uint256 itemSeed, uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        uint256 item = itemSeed % _items;
        address from = _people[fromSeed % _people.length];
        address to = _people[toSeed % _people.length];
        amount %= 3;
        bool good = !soulbound[item] && balanceOf[item][from] >= amount;
        vm.prank(from);
        try _edition.safeTransferFrom(from, to, item, amount, "") {
            if (!good) ++mistakes;
            balanceOf[item][from] -= amount;
            balanceOf[item][to] += amount;
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice Burns copies, or tries to.
    function burn(uint256 itemSeed, uint256 personSeed, uint256 amount) external {
        uint256 item = itemSeed % _items;
        address from = _people[personSeed % _people.length];
        amount %= 3;
        bool good = balanceOf[item][from] >= amount;
        vm.prank(from);
        try _edition.burn(from, item, amount) {
            if (!good) ++mistakes;
            balanceOf[item][from] -= amount;
            burnt[item] += amount;
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice The owner voids a copy that is not yet redeemed, lowers a supply or binds an item, or tries to.
    function govern(uint256 itemSeed, uint256 serialSeed, uint256 oddSeed) external {
        uint256 item = itemSeed % _items;
        // Casting is safe: there are few serial numbers.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint64 supply = uint64(serialSeed % (2 * _serials));
        uint256[] memory ids = new uint256[](1);
        ids[0] = _id(item, serialSeed % _serials);
        bool good;
        bytes memory call;
        if (oddSeed % 3 == 0) {
            good = true;
            call = abi.encodeCall(_edition.cancel, (ids));
            if (!redeemed[ids[0]]) cancelled[ids[0]] = true;
        } else if (oddSeed % 3 == 1) {
            good = supply != 0 && (supplyOf[item] == 0 || supply < supplyOf[item]);
            call = abi.encodeCall(_edition.lowerSupply, (item, supply));
            if (good) supplyOf[item] = supply;
        } else {
            good = minted[item] == 0;
            call = abi.encodeCall(_edition.makeSoulbound, (item));
            if (good) soulbound[item] = true;
        }
        vm.prank(_owner);
        (bool success,) = address(_edition).call(call);
        if (success != good) ++mistakes;
    }

    /// @notice How the model says that the first copies of an item are marked.
    function marksOf(uint256 item, uint256 serials)
        external
        view
        returns (bool[] memory areRedeemed, bool[] memory areCancelled)
    {
        (areRedeemed, areCancelled) = (new bool[](serials), new bool[](serials));
        for (uint256 serial; serial < serials; ++serial) {
            areRedeemed[serial] = redeemed[_id(item, serial)];
            areCancelled[serial] = cancelled[_id(item, serial)];
        }
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function _mint(address to, uint256 tokenId) private {
        redeemed[tokenId] = true;
        ++minted[tokenId >> 64];
        ++balanceOf[tokenId >> 64][to];
    }

    function _marked(uint256 tokenId) private view returns (bool) {
        return redeemed[tokenId] || cancelled[tokenId];
    }

    function _inSupply(uint256 tokenId) private view returns (bool) {
        uint256 supply = supplyOf[tokenId >> 64];
        return supply == 0 || tokenId & type(uint64).max < supply;
    }

    function _id(uint256 item, uint256 serial) private pure returns (uint256) {
        return item << 64 | serial;
    }
}
