// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {PrizeRecorder} from "./PrizeRecorder.sol";
import {Cheats} from "./Test.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

/// @notice Buyers, sellers and strangers who do everything that can be done with several sales in any order, and a count of the
/// money that must come of it.
contract BlindBoxHandler is Cheats {
    struct Secret {
        bytes32 saleId;
        bytes32 seed;
        bool withheld;
    }

    BlindBox private immutable _box;
    TestToken private immutable _token;
    PrizeRecorder private immutable _minter;
    address private immutable _seller;

    uint32 private constant SUPPLY = 12;

    address[] private _people;
    Secret[] private _sales;
    uint256 private _time = 1_800_000_000;
    uint256 private _block = 100;

    /// @notice What went in and out, of coin and of the token.
    mapping(address currency => uint256) public paidIn;
    mapping(address currency => uint256) public paidOut;
    uint256 public claims;
    uint256 public refunds;
    uint256 public reveals;

    /// @notice How often a rule of the sale was broken.
    uint256 public mistakes;

    constructor(BlindBox box, TestToken token, PrizeRecorder minter) {
        (_box, _token, _minter) = (box, token, minter);
        _seller = makeAddr("seller of many");
        _people.push(makeAddr("first buyer"));
        _people.push(makeAddr("second buyer"));
        _people.push(_seller);
        for (uint256 i; i < _people.length; ++i) {
            vm.deal(_people[i], type(uint128).max);
            token.mint(_people[i], type(uint128).max);
            vm.prank(_people[i]);
            token.approve(address(box), type(uint256).max);
        }
        vm.warp(_time);
        vm.roll(_block);
    }

    function create(uint96 price, uint96 bond, bool inToken, bool withheld) external {
        if (_sales.length == 3) return;
        BlindBox.Sale memory sale;
        bytes32 seed = keccak256(abi.encode("seed", _sales.length));
        sale.seller = _seller;
        sale.seedCommitment = keccak256(abi.encode(seed));
        sale.prizeRoot = MerkleTree.root(leaves(_sales.length));
        sale.supply = SUPPLY;
        sale.opensAt = SafeCastLib.toUint40(_time);
        sale.closesAt = SafeCastLib.toUint40(_time + 1 hours);
        sale.revealBy = SafeCastLib.toUint40(_time + 3 hours);
        sale.currency = inToken ? address(_token) : address(0);
        sale.price = uint96(bound(price, 0, 1e24));
        sale.bond = uint96(bound(bond, 0, 1e24));
        sale.minter = _minter;
        vm.prank(_seller);
        bytes32 saleId = _box.create{value: inToken ? 0 : sale.bond}(sale);
        _sales.push(Secret(saleId, seed, withheld));
        paidIn[sale.currency] += sale.bond;
    }

    function buy(uint256 saleSeed, uint256 personSeed, uint256 quantitySeed, bytes32 entropy) public {
        if (_sales.length == 0) return;
        bytes32 saleId = _sales[saleSeed % _sales.length].saleId;
        BlindBox.Sale memory sale = _box.termsOf(saleId);
        uint32 quantity = uint32(bound(quantitySeed, 1, 4));
        uint256 amount = uint256(sale.price) * quantity;
        vm.prank(_people[personSeed % _people.length]);
        try _box.buy{value: sale.currency == address(0) ? amount : 0}(saleId, quantity, entropy) {
            paidIn[sale.currency] += amount;
        } catch {}
    }

    function finish(uint256 saleSeed, uint256 personSeed) external {
        for (uint256 i; i < 3; ++i) {
            buy(saleSeed, personSeed % 3 + i, 4, bytes32(i));
        }
    }

    function wait(uint256 secondsSeed, uint256 blocksSeed) external {
        _time += bound(secondsSeed, 0, 40 minutes);
        _block += bound(blocksSeed, 1, 120);
        vm.warp(_time);
        vm.roll(_block);
    }

    function close(uint256 saleSeed) external {
        if (_sales.length == 0) return;
        try _box.close(_sales[saleSeed % _sales.length].saleId) {} catch {}
    }

    function capture(uint256 saleSeed, bool again) external {
        if (_sales.length == 0) return;
        bytes32 saleId = _sales[saleSeed % _sales.length].saleId;
        bytes32 before = _box.progressOf(saleId).beacon;
        if (again) try _box.redraw(saleId) {} catch {} else try _box.capture(saleId) {} catch {}
        if (before != 0 && _box.progressOf(saleId).beacon != before) ++mistakes;
    }

    function reveal(uint256 saleSeed) external {
        if (_sales.length == 0) return;
        Secret memory sale = _sales[saleSeed % _sales.length];
        if (sale.withheld) return;
        try _box.reveal(sale.saleId, sale.seed) {
            ++reveals;
        } catch {}
    }

    function claim(uint256 saleSeed, uint256 number) external {
        if (_sales.length == 0) return;
        uint256 index = saleSeed % _sales.length;
        bytes32 saleId = _sales[index].saleId;
        number %= SUPPLY;
        if (_box.progressOf(saleId).randomness == 0) return;
        uint256 position = _box.positionOf(saleId, number);
        bool sold = number < _box.progressOf(saleId).sold;
        uint256 purchase = sold ? _box.purchaseWith(saleId, number) : 0;
        bool claimed = _box.isClaimed(saleId, number);
        try _box.claim(saleId, number, purchase, prizeAt(index, position), MerkleTree.proof(leaves(index), position)) {
            ++claims;
            if (claimed) ++mistakes;
        } catch {
            if (!claimed) ++mistakes;
        }
    }

    function refund(uint256 saleSeed, uint256 purchaseSeed) external {
        if (_sales.length == 0) return;
        bytes32 saleId = _sales[saleSeed % _sales.length].saleId;
        uint256 purchases = _box.progressOf(saleId).purchases;
        if (purchases == 0) return;
        uint256[] memory batch = new uint256[](1);
        batch[0] = purchaseSeed % purchases;
        address currency = _box.termsOf(saleId).currency;
        uint256 before = held(currency);
        try _box.refund(saleId, batch) {
            ++refunds;
            if (_box.progressOf(saleId).randomness != 0 || _box.progressOf(saleId).settled) ++mistakes;
        } catch {}
        paidOut[currency] += before - held(currency);
    }

    function collect(uint256 saleSeed) external {
        if (_sales.length == 0) return;
        bytes32 saleId = _sales[saleSeed % _sales.length].saleId;
        address currency = _box.termsOf(saleId).currency;
        uint256 before = held(currency);
        try _box.collect(saleId) {
            BlindBox.Progress memory progress = _box.progressOf(saleId);
            if (progress.randomness == 0 && progress.sold != 0) ++mistakes;
        } catch {}
        paidOut[currency] += before - held(currency);
    }

    function held(address currency) public view returns (uint256) {
        return currency == address(0) ? address(_box).balance : _token.balanceOf(address(_box));
    }

    /// @notice What the contract owes: by each sale that is not settled, price and bond less what was paid back.
    function owed(address currency) external view returns (uint256 sum) {
        for (uint256 i; i < _sales.length; ++i) {
            bytes32 saleId = _sales[i].saleId;
            BlindBox.Sale memory sale = _box.termsOf(saleId);
            BlindBox.Progress memory progress = _box.progressOf(saleId);
            if (sale.currency != currency || progress.settled) continue;
            sum += uint256(sale.price) * progress.sold + sale.bond;
            for (uint256 p; p < progress.purchases; ++p) {
                BlindBox.Purchase memory purchase = _box.purchaseOf(saleId, p);
                if (!purchase.refunded) continue;
                uint256 end = uint256(purchase.firstBox) + purchase.quantity;
                sum -= uint256(sale.price) * purchase.quantity;
                sum -= uint256(sale.bond) * end / progress.sold - uint256(sale.bond) * purchase.firstBox / progress.sold;
            }
        }
    }

    function sales() external view returns (Secret[] memory) {
        return _sales;
    }

    function leaves(uint256 index) public pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](SUPPLY);
        for (uint256 i; i < SUPPLY; ++i) {
            nodes[i] = keccak256(bytes.concat(keccak256(abi.encode(i, prizeAt(index, i)))));
        }
    }

    function prizeAt(uint256 index, uint256 position) public pure returns (uint256) {
        return 1000 * (index + 1) + position;
    }
}
