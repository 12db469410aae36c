// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
export * as bridgeNetwork from './bridge-network';
export * as endpoint from './endpoint';
export * as hostNetwork from './host-network';
export * as macvlanNetwork from './macvlan-network';
export * as namespace from './namespace';
export * as overlayNetwork from './overlay-network';
export * as route from './route';
export * as dataNetweftHost from './data-netweft-host';
export * as provider from './provider';
