// Wallets of the browser (EIP-1193, found by EIP-6963 or as window.ethereum), and the store's own for development.
const announced = new Map();

addEventListener('eip6963:announceProvider', (event) => {
  const info = event.detail?.info;
  const provider = event.detail?.provider;
  if (typeof info?.uuid === 'string' && typeof provider?.request === 'function') {
    announced.set(info.uuid, { id: String(info.rdns ?? info.uuid), name: String(info.name ?? 'Wallet').slice(0, 60), provider });
  }
});
dispatchEvent(new Event('eip6963:requestProvider'));

export const texts = document.getElementById('texts').dataset;
const hasDevWallet = texts.devWallet === 'true';

// What the store said, or why it could not be asked; shown as text and never as HTML.
export class Refused extends Error {}

export async function post(path, fields) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { Accept: 'application/json', 'X-XSRF-TOKEN': document.querySelector('meta[name=csrf]').content },
      body: new URLSearchParams(fields),
      redirect: 'error',
    });
  } catch {
    throw new Refused(texts.network);
  }
  const json = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(json.reasons?.map((reason) => reason.text).join(' ') || texts.network);
  }
  return json;
}

// The development wallet: shows what is to be signed, and has the store sign it with a key that everybody knows.
let devAccounts = [];
let devAccount = localStorage.getItem('dev-account') ?? '';

export async function listDevAccounts() {
  if (hasDevWallet && devAccounts.length === 0) {
    devAccounts = await (await fetch('/dev-wallet/accounts')).json();
  }
  return devAccounts;
}

export function useDevAccount(address) {
  devAccount = address;
  localStorage.setItem('dev-account', address);
}

function confirmed(text) {
  const dialog = document.getElementById('dev-wallet');
  document.getElementById('dev-wallet-account').textContent = devAccount;
  document.getElementById('dev-wallet-text').textContent = text;
  return new Promise((resolve, reject) => {
    dialog.returnValue = 'reject';
    dialog.addEventListener('close', () => (dialog.returnValue === 'sign' ? resolve() : reject({ code: 4001 })), { once: true });
    dialog.showModal();
  });
}

const devWallet = {
  async request({ method, params }) {
    switch (method) {
      case 'eth_requestAccounts':
        return [devAccount];
      case 'eth_chainId':
        return chainHex();
      case 'personal_sign': {
        const message = new TextDecoder().decode(Uint8Array.from(params[0].slice(2).match(/../g) ?? [], (byte) => parseInt(byte, 16)));
        await confirmed(message);
        return (await post('/dev-wallet/message', { account: params[1], message })).signature;
      }
      case 'eth_signTypedData_v4': {
        const data = JSON.parse(params[1]);
        await confirmed(data.primaryType + ' · ' + data.domain.name + '\n' + JSON.stringify(data.message, null, 2));
        return (await post('/dev-wallet/typed-data', { account: params[0], data: params[1] })).signature;
      }
      default:
        throw { code: 4200 };
    }
  },
};

export function wallets() {
  const found = [...announced.values()];
  if (found.length === 0 && typeof window.ethereum?.request === 'function') {
    found.push({ id: 'injected', name: 'Browser wallet', provider: window.ethereum });
  }
  if (hasDevWallet) {
    found.push({ id: 'dev', name: texts.dev, provider: devWallet });
  }
  return found;
}

function chosen() {
  const all = wallets();
  return all.find((wallet) => wallet.id === localStorage.getItem('wallet')) ?? all[0];
}

function chainHex() {
  return '0x' + BigInt(document.querySelector('meta[name=chain]').content).toString(16);
}

async function ask(method, params) {
  const wallet = chosen();
  if (!wallet) {
    throw new Refused(texts.noWallet);
  }
  try {
    return await wallet.provider.request({ method, params });
  } catch (error) {
    if (error instanceof Refused) {
      throw error;
    }
    throw new Refused(error?.code === 4001 ? texts.rejected : texts.failed);
  }
}

function hex(value) {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value)) {
    throw new Refused(texts.failed);
  }
  return value;
}

export async function account() {
  const accounts = await ask('eth_requestAccounts', []);
  return hex(Array.isArray(accounts) ? accounts[0] : undefined);
}

export async function signMessage(address, text) {
  const bytes = '0x' + [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex(await ask('personal_sign', [bytes, address]));
}

export async function signTypedData(address, json) {
  if ((await ask('eth_chainId', [])) !== chainHex()) {
    await ask('wallet_switchEthereumChain', [{ chainId: chainHex() }]);
  }
  return hex(await ask('eth_signTypedData_v4', [address, json]));
}
